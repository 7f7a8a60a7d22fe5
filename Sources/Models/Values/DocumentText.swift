// DocumentText: the form of texts in documents, in which what is written as Markdown is read back byte for byte.

import Platform

extension StringValue {
  /// The text as documents hold it: see `String.normalizedForDocument`.
  public var normalized: Self { Self(trusted: value.normalizedForDocument) }
}

extension String {
  /// The text with line feeds alone as line ends, and none at its ends; docs/contract.md, "Values". Doing it twice
  /// changes nothing more.
  public var normalizedForDocument: String {
    guard hasByte(0x0D) || utf8.last == 0x0A || utf8.first == 0x0A else { return self }
    var bytes = Array(withLineFeeds.utf8)
    while bytes.last == 0x0A || bytes.last == 0x0D { bytes.removeLast() }
    return String(decoding: bytes.drop { $0 == 0x0A }, as: UTF8.self)
  }

  /// The text with line feeds alone as line ends.
  var withLineFeeds: String {
    guard hasByte(0x0D) else { return self }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      if byte == 0x0A { while bytes.last == 0x0D { bytes.removeLast() } }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
