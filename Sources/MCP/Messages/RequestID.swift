// RequestID: the id that pairs an answer with its request.

import JSON

/// A request's id, echoed exactly: a string, or an integer from −2^63 to 2^64−1.
enum RequestID: Sendable {
  case string(String)
  case integer(JSONNumber)

  /// Nil for what may not be an id: null, a fraction, an exponent, a boolean, an object, an array, a longer integer.
  init?(_ value: JSONValue?) {
    switch value {
    case .string(let text): self = .string(text)
    case .number(let number) where Int64(number.text) != nil || UInt64(number.text) != nil: self = .integer(number)
    default: return nil
    }
  }

  /// Appends the id as it came.
  func write(to writer: inout JSONWriter) {
    switch self {
    case .string(let text): writer.string(text)
    case .integer(let number): writer.number(number)
    }
  }
}

/// Ids are the same when their bytes are; `String` would also take two spellings of one accented letter for the same.
extension RequestID: Hashable {
  static func == (left: RequestID, right: RequestID) -> Bool {
    switch (left, right) {
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.integer(let a), .integer(let b)): a.text == b.text
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .string(var text): text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    case .integer(let number): hasher.combine(number.text)
    }
  }
}
