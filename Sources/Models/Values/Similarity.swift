// Similarity: the likeness of names, by the trigrams that PostgreSQL's pg_trgm counts.

/// The trigrams of a text: each word, lower-cased, with two spaces before and one after, in groups of three scalars.
///
/// Counts as pg_trgm does in a database of C.UTF-8: a word is letters and decimal digits, each scalar has a lower case of
/// one scalar, and a trigram is known by three bytes.
public struct Trigrams: Sendable {
  /// The similarity from which on a name is a match, 0–1; pg_trgm's default.
  public static let threshold = 0.3

  /// Each as the three bytes that pg_trgm keeps of it, once, in order.
  private let trigrams: [UInt32]

  /// The trigrams of `text`; none where it has no letter and no digit.
  public init(_ text: String) {
    var found: [UInt32] = []
    // The last two of the word so far; two spaces before one.
    var (first, second): (Unicode.Scalar, Unicode.Scalar) = (" ", " ")
    for scalar in text.unicodeScalars {
      if Self.isWordScalar(scalar) {
        let third = Self.lowercased(scalar)
        found.append(Self.code(of: first, second, third))
        (first, second) = (second, third)
      } else if second != " " {
        found.append(Self.code(of: first, second, " "))
        (first, second) = (" ", " ")
      }
    }
    if second != " " { found.append(Self.code(of: first, second, " ")) }
    found.sort()
    trigrams = found.indices.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
  }

  private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }
    return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
  }

  /// The C library maps one scalar to one; the only longer mapping, of İ, begins with the i that it gives.
  private static func lowercased(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.isASCII { return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) | 0x20) : scalar }
    return scalar.properties.lowercaseMapping.unicodeScalars.first ?? scalar
  }

  /// Three bytes stand for themselves, any others for the low bytes of their check sum.
  private static func code(of first: Unicode.Scalar, _ second: Unicode.Scalar, _ third: Unicode.Scalar) -> UInt32 {
    if first.isASCII && second.isASCII && third.isASCII { return first.value | second.value << 8 | third.value << 16 }
    return LegacyCRC32.checksum(of: [first, second, third].flatMap { Array(UTF8.encode($0)!) }) & 0xFF_FFFF
  }

  /// The share of trigrams that both have among those that either has, 0–1; 0 where one has none.
  public func similarity(to other: Trigrams) -> Double {
    let (shared, all) = counts(with: other)
    return all == 0 ? 0 : Double(shared) / Double(all)
  }

  /// The similarity in whole thousandths, half a thousandth rounded up; exact, where a `Double` times 1,000 is not.
  public func thousandths(to other: Trigrams) -> Int {
    let (shared, all) = counts(with: other)
    return all == 0 ? 0 : (2000 * shared + all) / (2 * all)
  }

  /// The share of these trigrams that `other` has, 0–1; 0 where there are none.
  func share(in other: Trigrams) -> Double {
    trigrams.isEmpty ? 0 : Double(counts(with: other).shared) / Double(trigrams.count)
  }

  /// Goes through both in order.
  private func counts(with other: Trigrams) -> (shared: Int, all: Int) {
    var (shared, own, others) = (0, 0, 0)
    while own < trigrams.count, others < other.trigrams.count {
      let (one, two) = (trigrams[own], other.trigrams[others])
      if one == two { shared += 1 }
      if one <= two { own += 1 }
      if two <= one { others += 1 }
    }
    return (shared, trigrams.count + other.trigrams.count - shared)
  }
}

/// The check sum by which pg_trgm shortens trigrams: the table of the usual CRC-32, whose bits are reflected, run through
/// by an algorithm for bits that are not. PostgreSQL keeps it (`COMP_LEGACY_CRC32`) for what is stored.
private enum LegacyCRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }

  static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(0xFFFF_FFFF) { crc, byte in table[Int(crc >> 24 ^ UInt32(byte))] ^ crc << 8 }
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

  /// The one name that was probably meant by `name`: the most alike, nil when it shares less than half of the trigrams.
  public static func meant(by name: String, among names: some Sequence<String>) -> String? {
    find(to: name, among: names).first.flatMap {
      Trigrams($0).similarity(to: Trigrams(name)) >= 0.5 ? $0 : nil
    }
  }
}
