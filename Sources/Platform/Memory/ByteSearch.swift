// ByteSearch: memchr(3), which looks at many bytes at a time.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension UnsafeRawBufferPointer {
  /// The offset of the first `byte`, from 0; nil where there is none.
  package func firstOffset(of byte: UInt8) -> Int? {
    guard let baseAddress, let found = memchr(baseAddress, Int32(byte), count) else { return nil }
    return UnsafeRawPointer(found) - baseAddress
  }
}

extension String {
  /// True when U+0000 is in it, which neither C strings nor PostgreSQL's texts can hold.
  package var hasNUL: Bool { hasByte(0) }

  /// True when the byte is in its UTF-8.
  package func hasByte(_ byte: UInt8) -> Bool {
    var string = self
    return string.withUTF8 { UnsafeRawBufferPointer($0).firstOffset(of: byte) != nil }
  }
}
