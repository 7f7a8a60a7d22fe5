// CharacterWidth: characters that Unicode has twice, for terminals and forms: full and half width.

extension Unicode.Scalar {
  private static let halfWidthKatakana = Array(
    "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u{3099}\u{309A}"
      .unicodeScalars)
  private static let fullWidthSigns = Array("¢£¬¯¦¥₩".unicodeScalars)
  private static let halfWidthSigns = Array("│←↑→↓■○".unicodeScalars)

  /// The form that is neither full nor half width: what UnicodeData.txt marks `<wide>` or `<narrow>`, but for Hangul
  /// letters that belong to no syllable.
  var inUsualWidth: Unicode.Scalar {
    switch value {
    case 0xFF01...0xFF5E: Unicode.Scalar(value - 0xFEE0) ?? self
    case 0xFF5F, 0xFF60: Unicode.Scalar(value - 0xFF5F + 0x2985) ?? self
    case 0xFF61...0xFF9F: Self.halfWidthKatakana[Int(value - 0xFF61)]
    case 0xFFA1...0xFFBE: Unicode.Scalar(value - 0xFFA1 + 0x3131) ?? self
    case 0xFFC2...0xFFC7, 0xFFCA...0xFFCF, 0xFFD2...0xFFD7, 0xFFDA...0xFFDC:
      // Groups of six, two places apart.
      Unicode.Scalar(0x314F + (value - 0xFFC2) / 8 * 6 + (value - 0xFFC2) % 8) ?? self
    case 0xFFE0...0xFFE6: Self.fullWidthSigns[Int(value - 0xFFE0)]
    case 0xFFE8...0xFFEE: Self.halfWidthSigns[Int(value - 0xFFE8)]
    default: self
    }
  }
}

extension Name {
  /// The name without case, full and half width, white space, and characters that are not seen. Two projects' names that
  /// differ in these alone are taken for one; docs/contract.md, "Projects".
  package var folded: String {
    let usual = String(String.UnicodeScalarView(value.unicodeScalars.map(\.inUsualWidth)))
    // Up and down again: a letter may have several lower cases, or a capital of two letters.
    let seen = usual.lowercased().uppercased().lowercased().unicodeScalars
      .filter { !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint }
    return seen.isEmpty ? value : String(String.UnicodeScalarView(seen)).normalizedNFC
  }
}
