// ClosestLine: the line of a text that a caller may have had in mind.

/// Finds the line that was meant by a passage which does not occur.
enum ClosestLine {
  /// The line of `text` that has the most of the passage's first unknown line, by trigrams; the shortest of several. Nil
  /// where no line has a third of it.
  static func find(to passage: String, in text: String) -> String? {
    let lines = text.split(separator: "\n")
    let known = Set(lines)
    let sought = passage.split(separator: "\n").filter { $0.contains { !$0.isWhitespace } }
    guard let line = sought.first(where: { !known.contains($0) }) ?? sought.first else { return nil }
    let wanted = Trigrams(String(line))
    let ranked = lines.map { (line: $0, share: wanted.share(in: Trigrams(String($0)))) }
    let best = ranked.max { ($0.share, $1.line.utf8.count) < ($1.share, $0.line.utf8.count) }
    return best.flatMap { $0.share >= Trigrams.threshold ? String($0.line) : nil }
  }
}
