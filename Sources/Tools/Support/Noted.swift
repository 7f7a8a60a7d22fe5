// Noted: what a tool that takes documents answers, with remarks on the document.

import State

/// The answer of a writing tool; in JSON its members, and `notes`, absent where there are none.
struct Noted<Value: Codable & Sendable>: Codable, Sendable {
  let written: Written<Value>
  /// Remarks on what was read otherwise than it may have been meant.
  let notes: [String]

  init(_ written: Written<Value>, _ arguments: some DocumentArguments) {
    self.written = written
    notes = arguments.documentNotes
  }

  private enum CodingKeys: String, CodingKey {
    case notes
  }

  /// Reads the members of the answer beside `notes`, from one object.
  init(from decoder: any Decoder) throws {
    written = try Written(from: decoder)
    let container = try decoder.container(keyedBy: CodingKeys.self)
    notes = container.contains(.notes) ? try container.decode([String].self, forKey: .notes) : []
  }

  /// Writes the members of the answer beside `notes`, into one object.
  func encode(to encoder: any Encoder) throws {
    try written.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    if !notes.isEmpty { try container.encode(notes, forKey: .notes) }
  }
}
