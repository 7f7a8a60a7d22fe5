// FolderName: the name of a project or spec as a folder's: safe on any file system and still to be recognised.

import JSON
import Models
import State

/// The folder of a name.
///
/// A name of lower-case letters a–z, digits and `-` is its own folder. Any other gives the words that are left of it and
/// eight digits that stand for the exact name, so that `Web App` and `web app` do not meet where file systems ignore
/// case. The folder follows from the name alone: it is the same in every export.
struct FolderName: Hashable {
  let value: String

  /// Longer names are cut; file systems take 255 bytes.
  private static let maximumBytes = 80

  init(_ name: String) {
    let words = Self.words(of: name)
    // A name that ends like one with digits behind it gets digits of its own: else the two could meet.
    let isItself = words.utf8.elementsEqual(name.utf8) && words.utf8.allSatisfy { $0 < 0x80 } && !Self.isMarked(words)
    value = isItself && !words.isEmpty ? words : "\(words.isEmpty ? "name" : words)-\(Self.digits(of: name))"
  }

  private static func words(of name: String) -> String {
    // By the rule of the first exports: a project's folder keeps its name.
    guard let words = SpecName(byEarlierRule: Name(trusted: name))?.value else { return "" }
    var short = String.UnicodeScalarView()
    var bytes = 0
    for scalar in words.unicodeScalars {
      bytes += UTF8.width(scalar)
      if bytes > maximumBytes { break }
      short.append(scalar)
    }
    while short.last == "-" { short.removeLast() }
    return String(short)
  }

  private static func digits(of name: String) -> String {
    let fingerprint = Fingerprint(Array(name.utf8)).value
    return String(digitsOf: UInt64(truncatingIfNeeded: fingerprint), count: 8, isHex: true)
  }

  private static func isMarked(_ words: String) -> Bool {
    let end = words.utf8.suffix(9)
    return end.count == 9 && end.first == UInt8(ascii: "-") && end.dropFirst().allSatisfy(\.isHexDigit)
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}
