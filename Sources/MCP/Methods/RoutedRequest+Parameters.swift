// RoutedRequest+Parameters: parameters that several methods read alike.

import JSON

extension RoutedRequest {
  /// Refuses a cursor, since the list has one page.
  func refuseCursor(ofAll noun: String) throws(RPCError) {
    switch params["cursor"] {
    case nil, .null, "": return
    default:
      throw RPCError(.invalidParams, "This cursor was never given out: all \(noun) are on the first page.")
    }
  }

  /// The value of `cursor`; nil for null and "" too, which clients send in place of none.
  func cursor() throws(RPCError) -> String? {
    switch params["cursor"] {
    case nil, .null, "": return nil
    case .string(let cursor): return cursor
    case let other?: throw RPCError(.invalidParams, "params.cursor must be a string, not \(other.typeName).")
    }
  }

  /// The member `uri`.
  func uri() throws(RPCError) -> String {
    guard let uri = params["uri"]?.stringValue else {
      throw RPCError(.invalidParams, "params.uri must be a string, the URI of a resource.")
    }
    return uri
  }

  /// An object of strings among the parameters; empty strings and nulls count as left out.
  func strings(in member: String) throws(RPCError) -> [String: String] {
    try Self.strings(params[member], "params.\(member)")
  }

  /// The strings of an object; empty ones and nulls count as left out.
  static func strings(_ value: JSONValue?, _ path: String) throws(RPCError) -> [String: String] {
    guard let value, value != .null else { return [:] }
    guard let object = value.objectValue else {
      throw RPCError(.invalidParams, "The value of \(path) must be an object, not \(value.typeName).")
    }
    var strings: [String: String] = [:]
    for member in object.members where member.value != .null {
      guard let string = member.value.stringValue else {
        throw RPCError(
          .invalidParams, "The values in \(path) must be strings, and \(member.key.quotedExcerpt) is none.")
      }
      if !string.isEmpty { strings[member.key] = string }
    }
    return strings
  }
}
