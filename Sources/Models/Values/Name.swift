// Name: what projects, phases and sections are called. SpecName: the form of a phase's name that specs are found by.

import JSON
// The standard library's own normalisation, which FoundationEssentials uses too; the whole of Foundation for one call
// would add 50 MB to the binary.
@_spi(_Unicode) import Swift

/// A name: NFC, 1–255 Unicode scalars after trimming, no control characters.
public struct Name: StringValue, Comparable {
  /// The most Unicode scalars that a name may have; the columns are VARCHAR(255).
  public static let maximumScalars = 255

  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "1 to 255 characters, no control characters"

  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let name = string.trimmed.normalizedNFC
    if name.isEmpty { return .failure(RuleViolation("blank")) }
    if name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      return .failure(RuleViolation("contains a control character"))
    }
    let count = name.unicodeScalars.count
    guard count <= maximumScalars else { return .failure(RuleViolation("too long: \(count) characters")) }
    return .success(name)
  }

  /// By bytes, as the database's C collation orders.
  public static func < (left: Name, right: Name) -> Bool { left.value.utf8.lexicographicallyPrecedes(right.value.utf8) }
}

/// A spec's name: the normalised name of its phase. Arguments may give either form.
public struct SpecName: StringValue, Comparable {
  public let value: String
  public init(trusted value: String) { self.value = value }

  public static let allowed = "a spec's name as list_specs shows it, such as user-login"

  /// Lower case; white space and `_` become `-`; other characters than letters, digits and `-` go; runs of `-`
  /// collapse; the ends are trimmed.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    Name.check(string).flatMap { name in
      let normalized = normalize(name)
      if normalized.isEmpty { return .failure(RuleViolation("no letter or digit is left once normalised")) }
      let count = normalized.unicodeScalars.count
      guard count <= Name.maximumScalars else {
        return .failure(RuleViolation("too long once normalised: \(count) characters"))
      }
      return .success(normalized)
    }
  }

  /// The spec name of a phase.
  ///
  /// - Returns: nil where nothing is left of the name, or it is too long.
  public init?(phase: Name) {
    guard case .success(let value) = Self.check(phase.value) else { return nil }
    self.value = value
  }

  /// A letter keeps its combining marks: a `Character` is kept or dropped whole.
  private static func normalize(_ name: String) -> String {
    var result = ""
    for character in name.lowercased() {
      if character.isLetter || character.isDigit {
        result.append(character)
      } else if character.isWhitespace || character == "_" || character == "-" {
        if !result.isEmpty && result.last != "-" { result.append("-") }
      }
    }
    if result.last == "-" { result.removeLast() }
    return result.normalizedNFC
  }

  /// By bytes, as the database's C collation orders.
  public static func < (left: SpecName, right: SpecName) -> Bool {
    left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
  }
}

extension Character {
  fileprivate var isDigit: Bool { unicodeScalars.first?.properties.generalCategory == .decimalNumber }
}

extension String {
  /// Without white space at its ends.
  var trimmed: String {
    guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else {
      return ""
    }
    return String(self[start...end])
  }

  /// In Unicode's normalisation form C.
  var normalizedNFC: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in _nfc { scalars.append(scalar) }
    return String(scalars)
  }
}
