// EncodingCheck: an encoding that holds every text.

enum EncodingCheck {
  private static let fix =
    "Dump it, create a new one with createdb --encoding UTF8 --locale C.UTF-8 --template template0, and restore."

  static func findings(_ facts: DatabaseFacts) -> [Finding] {
    let found = "\(facts.encoding), character type \(facts.characterType)"
    guard facts.encoding == "UTF8" else {
      return [
        Finding(
          "encoding", .error, found, cause: "A database in this encoding cannot hold every text, and refuses calls.",
          fix: fix)
      ]
    }
    return [.ok("encoding", found)]
  }
}
