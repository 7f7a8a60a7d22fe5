// Similarity: how alike two names are, by the trigrams that PostgreSQL's pg_trgm counts.

/// The trigrams of a text: each word, lower-cased, with two spaces before and one after, in groups of three characters.
public struct Trigrams: Sendable {
  /// From this similarity on, 0–1, a name is a match; pg_trgm's default.
  public static let threshold = 0.3

  private let trigrams: Set<String>

  public init(_ text: String) {
    var trigrams: Set<String> = []
    let words = text.lowercased().unicodeScalars.split { !Self.isWordScalar($0) }
    for word in words {
      let padded = [" ", " "] + Array(word) + [" "]
      for start in 0..<(padded.count - 2) {
        trigrams.insert(String(String.UnicodeScalarView(padded[start..<(start + 3)])))
      }
    }
    self.trigrams = trigrams
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// The share of trigrams that both have among those that either has, 0–1; 0 where one has none.
  public func similarity(to other: Trigrams) -> Double {
    let shared = trigrams.intersection(other.trigrams).count
    let all = trigrams.count + other.trigrams.count - shared
    return all == 0 ? 0 : Double(shared) / Double(all)
  }
}

/// Finds the names that a caller may have meant.
public enum ClosestNames {
  /// The names most alike `name`, best first, at most three; only those that are alike at all.
  public static func find<Names: Sequence<String>>(to name: String, among names: Names) -> [String] {
    let wanted = Trigrams(name)
    let ranked = names.map { (name: $0, similarity: Trigrams($0).similarity(to: wanted)) }
      .filter { $0.similarity >= Trigrams.threshold }
      .sorted { ($1.similarity, $0.name) < ($0.similarity, $1.name) }
    return ranked.prefix(3).map(\.name)
  }
}
