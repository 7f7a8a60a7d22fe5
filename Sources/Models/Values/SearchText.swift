// SearchText: a text as searches compare it, without case and accents.

// The standard library's own normalisation, as in Name.swift.
@_spi(_Unicode) import Swift

/// A text as searches compare it: in any case, with and without accents, in full and in half width.
///
/// White space, `_` and dashes are one separator; other punctuation stays. Marks that make another letter of a letter
/// stay as well, such as the vowel signs of Indic scripts, the tones of Thai and the voicing of kana.
package struct SearchText: Sendable, Equatable {
  private let scalars: [Unicode.Scalar]

  /// Folds `text`.
  package init(_ text: String) {
    scalars = Self.separated(text.utf8.allSatisfy { $0 < 0x80 } ? text.lowercased() : Self.folded(text))
  }

  // MARK: Folding

  private static func folded(_ text: String) -> String {
    var letters = String.UnicodeScalarView()
    for scalar in String(String.UnicodeScalarView(text.unicodeScalars.map(\.inUsualWidth)))._nfd {
      if scalar.isASCII || !isLeftOut(scalar) { appendInOneCase(scalar, to: &letters) }
    }
    return String(letters).normalizedNFC
  }

  /// A letter may have several lower cases, such as σ and ς, or a capital of two letters, such as ß: they have the lower
  /// case of their capital in common.
  private static func appendInOneCase(_ scalar: Unicode.Scalar, to letters: inout String.UnicodeScalarView) {
    if ("A"..."Z").contains(scalar) {
      letters.append(Unicode.Scalar(UInt8(scalar.value) | 0x20))
    } else if scalar.isASCII || !scalar.properties.changesWhenCaseMapped {
      letters.append(scalar)
    } else {
      let lowercased = scalar.properties.lowercaseMapping.uppercased().lowercased()
      letters.append(contentsOf: lowercased.unicodeScalars.map { withoutStroke[$0] ?? $0 })
    }
  }

  private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
    isAccent(scalar) || scalar.properties.isDefaultIgnorableCodePoint
  }

  /// The combining classes tell accents, nuktas, the points of Hebrew, and the vowel signs of Arabic and Syriac, which
  /// many leave out, from other marks: Unicode Standard, "Combining Classes".
  private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.canonicalCombiningClass.rawValue {
    case 1, 7, 10...36, 200...: true  // overlays, nuktas, points, what stands above, below or beside a letter
    default: false
    }
  }

  /// Letters with a stroke, which Unicode does not take apart.
  private static let withoutStroke: [Unicode.Scalar: Unicode.Scalar] = [
    "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t",
  ]

  /// One space for each run of separators, none at the ends.
  private static func separated(_ text: String) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    for scalar in text.unicodeScalars {
      if !isSeparator(scalar) { scalars.append(scalar) } else if (scalars.last ?? " ") != " " { scalars.append(" ") }
    }
    if scalars.last == " " { scalars.removeLast() }
    return scalars
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar == "-" || scalar == "_" || scalar == " " || ("\t"..."\r").contains(scalar) }
    return scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
  }

  // MARK: Matching

  /// The relation of a query to a name, from the loosest on.
  package enum Match: Int, Comparable {
    /// A word of the query is not in the name.
    case none
    /// Every word of the query is in the name, one at least within a word of the name.
    case inside
    /// Every word of the query begins a word of the name.
    case prefix
    /// Every word of the query is a word of the name.
    case word
    /// The query is the name.
    case whole

    /// By `rawValue`.
    package static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
  }

  /// The words of this query, each once.
  package var words: [SearchText] {
    var words: [SearchText] = []
    for word in scalars.split(separator: " ").map({ SearchText(folded: Array($0)) }) where !words.contains(word) {
      words.append(word)
    }
    return words
  }

  private init(folded scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// True where the word is in this text, as a word or a part of one.
  package func contains(_ word: SearchText) -> Bool {
    guard let first = word.scalars.first else { return false }
    return scalars.withUnsafeBufferPointer { text in
      word.scalars.withUnsafeBufferPointer { word in
        guard text.count >= word.count else { return false }
        return (0...(text.count - word.count)).contains { start in
          text[start] == first && (1..<max(word.count, 1)).allSatisfy { text[start + $0] == word[$0] }
        }
      }
    }
  }

  /// The relation of this query to a name that has several forms; each word of the query may be in another one.
  package func match(in forms: [SearchText]) -> Match {
    if scalars.isEmpty { return .none }
    if forms.contains(self) { return .whole }
    return scalars.split(separator: " ").map { word in forms.map { $0.match(of: word) }.max() ?? .none }.min() ?? .none
  }

  /// The best place of a word in this name.
  private func match(of word: ArraySlice<Unicode.Scalar>) -> Match {
    var best = Match.none
    var start = 0
    while best < .word, start + word.count <= scalars.count {
      if scalars[start..<(start + word.count)] == word { best = max(best, match(at: start..<(start + word.count))) }
      start += 1
    }
    return best
  }

  private func match(at place: Range<Int>) -> Match {
    guard isBoundary(place.lowerBound) else { return .inside }
    return isBoundary(place.upperBound) ? .word : .prefix
  }

  /// False between two scalars of one word.
  private func isBoundary(_ place: Int) -> Bool {
    place == 0 || place == scalars.count || !scalars[place - 1].isOfWord || !scalars[place].isOfWord
  }
}

extension Unicode.Scalar {
  /// True for letters, digits, and the marks on them.
  fileprivate var isOfWord: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .nonspacingMark, .spacingMark: true
    default: properties.isAlphabetic
    }
  }
}
