// HeadingKey: a heading's words as headings are compared: "2.1 **System design**:" and "System Design" are one.

/// The words of a heading in lower case, without numbering, punctuation and symbols.
package struct HeadingKey: Hashable {
  let words: [String]

  /// The key of a heading.
  package init(_ heading: String) {
    let scalars = heading.lowercased().unicodeScalars.map { $0.isOfWords ? $0 : " " }
    let words = String(String.UnicodeScalarView(scalars)).split(separator: " ").map(String.init)
    let unnumbered = words.drop { $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .decimalNumber } }
    self.words = unnumbered.isEmpty ? words : Array(unnumbered)
  }

  private init(words: [String]) { self.words = words }

  /// The key without a first word that says only whose field it is: "Project Budget" is the "Budget" of a plan.
  func dropping(_ prefixes: Set<String>) -> HeadingKey {
    guard words.count > 1, prefixes.contains(words[0]) else { return self }
    return HeadingKey(words: Array(words.dropFirst()))
  }

  var text: String { words.joined(separator: " ") }
}

extension Unicode.Scalar {
  /// True in words: letters, digits, and the marks on them.
  fileprivate var isOfWords: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: !properties.isDefaultIgnorableCodePoint
    default: properties.isAlphabetic && !properties.isDefaultIgnorableCodePoint
    }
  }
}
