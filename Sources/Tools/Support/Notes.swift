// The notes on arguments that many tools share; a model pays for every word.

enum Note {
  static let idempotencyKey = "Repeat a call safely: the same key and arguments return the first result."
  static let cursor = "next_cursor of the last answer."
  static let limit = "Default 10."
  static let markdown = "The whole document, in place of the fields."
}
