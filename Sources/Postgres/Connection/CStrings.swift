// CStrings: strings as libpq takes a list of them.

/// C strings behind each other in memory, for as long as the object lives.
final class CStrings {
  /// One for each string, and nil behind the last.
  let pointers: [UnsafePointer<CChar>?]
  private let memory: UnsafeMutableBufferPointer<CChar>

  /// - Parameter strings: without U+0000, which would end them early.
  init(_ strings: [String]) {
    let bytes = strings.map(\.utf8CString)
    memory = .allocate(capacity: bytes.reduce(0) { $0 + $1.count })
    _ = memory.initialize(from: bytes.joined())
    var next = memory.baseAddress
    pointers =
      bytes.map { string in
        defer { next = next?.advanced(by: string.count) }
        return next.map { UnsafePointer($0) }
      } + [nil]
  }

  deinit { memory.deallocate() }
}
