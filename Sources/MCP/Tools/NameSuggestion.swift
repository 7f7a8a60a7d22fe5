// NameSuggestion: the name that was probably meant.

/// Finds the known name nearest to a wrong one.
enum NameSuggestion {
  /// The nearest of `names` by edits of one character; nil when none is near enough to be more than a guess.
  static func closest(to wrong: String, among names: [String]) -> String? {
    guard wrong.utf8.count <= 64 else { return nil }
    let limit = max(1, wrong.utf8.count / 3)
    let ranked = names.map { (name: $0, distance: distance(Array(wrong.utf8), Array($0.utf8))) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit else { return nil }
    return best.name
  }

  /// How many bytes must be put in, taken out or changed (Levenshtein), one row of the table at a time.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in right.enumerated() {
        let change = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[right.count]
  }
}
