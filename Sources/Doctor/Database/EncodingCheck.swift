// EncodingCheck: an encoding that holds every text, and a character type that knows letters beyond ASCII.

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
    guard ["C", "POSIX"].contains(facts.characterType) else { return [.ok("encoding", found)] }
    return [
      Finding(
        "encoding", .note, found, cause: "Only ASCII letters count in the search by similar names.", fix: fix)
    ]
  }
}
