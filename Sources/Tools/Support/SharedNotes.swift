// SharedNotes: the descriptions of arguments that many tools have; short, for an agent reads each with every list.

import Models

/// Notes on arguments that mean the same in every tool.
enum SharedNotes {
  /// By the argument's name.
  static let all = [
    "idempotency_key": "Repeat a call safely: the same key and arguments return the first result.",
    "cursor": "next_cursor of the last answer.",
    "markdown": "The whole document. Fields beside it beat it.",
    "limit": "Default \(Limit.default.value).",
  ]
}
