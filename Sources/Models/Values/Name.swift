// Name: the name of a project, a phase or a section. SpecName: the form of a phase's name by which specs are found.

import JSON
// The standard library's own normalisation, which FoundationEssentials uses too; the whole of Foundation for one call
// would add 50 MB to the binary.
@_spi(_Unicode) import Swift

/// A name: NFC, 1–255 Unicode scalars after trimming, no control characters; docs/contract.md, "Values".
public struct Name: StringValue, Comparable, ListElement {
  /// The most Unicode scalars that a name may have; the columns are VARCHAR(255).
  public static let maximumScalars = 255

  /// The name, trimmed and in NFC.
  public let value: String
  /// Takes a name in its normal form, such as `check` gives or the database holds; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "1 to 255 characters, no control characters"
  /// Several names.
  public static let plural = "names"

  /// The name trimmed and in NFC, or the reason why it is refused: blank, a control character in it, too long.
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

  /// As `check`; refuses also characters that turn the direction of the text around a name, which make one name look
  /// like another.
  public static func checkNew(_ string: String) -> Result<String, RuleViolation> {
    if let scalar = string.unicodeScalars.first(where: \.properties.isBidiControl) {
      let code = "U+" + String(digitsOf: UInt64(scalar.value), count: 4, isHex: true).uppercased()
      return .failure(RuleViolation("contains \(code), which changes the direction of text"))
    }
    return check(string)
  }

  /// By bytes, as the database's C collation orders.
  public static func < (left: Name, right: Name) -> Bool { left.value.utf8.lexicographicallyPrecedes(right.value.utf8) }
}

/// A spec's name: the normalised name of its phase, 1–255 Unicode scalars. Arguments may give either form;
/// docs/contract.md, "Values".
public struct SpecName: StringValue, Comparable {
  /// The name in its normal form, such as `user-login`.
  public let value: String
  /// Takes a name in its normal form, such as `check` gives or the database holds; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// The rule as error messages quote it.
  public static let allowed = "a spec's name as list_specs shows it, such as user-login"

  /// The normal form of a phase's name, or the reason why it is refused.
  ///
  /// Lower case; white space, `_`, `.`, `/` and `:` become `-`; other characters than letters, digits and `-` go; runs of
  /// `-` collapse; the ends are trimmed. A letter's marks stay with it.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    Name.check(string).flatMap { check(normalized: normalize($0, separators: separators)) }
  }

  private static func check(normalized: String) -> Result<String, RuleViolation> {
    if normalized.isEmpty { return .failure(RuleViolation("no letter or digit is left once normalised")) }
    let count = normalized.unicodeScalars.count
    guard count <= Name.maximumScalars else {
      return .failure(RuleViolation("too long once normalised: \(count) characters"))
    }
    return .success(normalized)
  }

  /// The spec name of a phase; nil where no letter or digit is left of the name, or it is too long.
  public init?(phase: Name) {
    guard case .success(let value) = Self.check(phase.value) else { return nil }
    self.value = value
  }

  /// The name that version 0.1.0 gave the spec of a phase: `.`, `/` and `:` vanished. Specs of that time keep it.
  package init?(byEarlierRule phase: Name) {
    let normalized = Self.normalize(phase.value, separators: Self.earlierSeparators)
    guard case .success(let value) = Self.check(normalized: normalized) else { return nil }
    self.value = value
  }

  /// The name by the earlier rule; nil where it is that of today's, or none.
  package static func earlier(for phase: Name) -> SpecName? {
    SpecName(byEarlierRule: phase).flatMap { $0 == SpecName(phase: phase) ? nil : $0 }
  }

  /// True where the spec of the phase may have this name: by today's rule, or by that of version 0.1.0.
  package func mayStand(for phase: Name) -> Bool {
    SpecName(phase: phase) == self || SpecName(byEarlierRule: phase) == self
  }

  private static let earlierSeparators: Set<Unicode.Scalar> = ["_", "-"]
  private static let separators = earlierSeparators.union([".", "/", ":"])

  private static func normalize(_ name: String, separators: Set<Unicode.Scalar>) -> String {
    var result = String.UnicodeScalarView()
    var keepsMarks = false
    for scalar in name.lowercased().unicodeScalars {
      if scalar.isMark {
        if keepsMarks { result.append(scalar) }
        continue
      }
      keepsMarks = scalar.isLetterOrDigit
      if keepsMarks {
        result.append(scalar)
      } else if scalar.properties.isWhitespace || separators.contains(scalar) {
        if !result.isEmpty && result.last != "-" { result.append("-") }
      }
    }
    if result.last == "-" { result.removeLast() }
    return String(result).normalizedNFC
  }

  /// By bytes, as the database's C collation orders.
  public static func < (left: SpecName, right: SpecName) -> Bool {
    left.value.utf8.lexicographicallyPrecedes(right.value.utf8)
  }
}

extension Unicode.Scalar {
  /// True for an accent or another mark that changes the letter or digit before it, and stays or goes with it. Not for
  /// enclosing marks and the selectors of an emoji's look, which do not belong to words.
  fileprivate var isMark: Bool {
    let category = properties.generalCategory
    return (category == .nonspacingMark || category == .spacingMark) && !properties.isDefaultIgnorableCodePoint
  }

  fileprivate var isLetterOrDigit: Bool {
    let isWordScalar = properties.isAlphabetic || properties.generalCategory == .decimalNumber
    return isWordScalar && !properties.isDefaultIgnorableCodePoint
  }
}

extension String {
  /// Without white space at its ends, scalar by scalar: a `Character` of a space and an accent is more than a space.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[start...end])
  }

  /// True where there is nothing but white space.
  package var isBlank: Bool { unicodeScalars.allSatisfy { $0.properties.isWhitespace } }

  /// In Unicode's normalisation form C.
  var normalizedNFC: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in _nfc { scalars.append(scalar) }
    return String(scalars)
  }
}
