// LineSplitter: bytes in, lines out. A pure value, so that every way input can be cut up is a unit test.

import Platform

/// Cuts a stream of bytes at line feeds, with a cap on a line's length.
///
/// A line over the cap is reported once, as soon as it is too long, with its beginning, and skipped to its end without
/// being kept. Lines of white space alone are left out.
struct LineSplitter: Sendable {
  /// A line, or the news of one that is not kept.
  enum Event: Sendable, Equatable {
    /// A line without its line feed. Let go of it before appending: it shares the buffer.
    case line(ArraySlice<UInt8>)
    /// A line over the cap, as far as it is kept.
    case tooLong(beginning: [UInt8])
  }

  /// Longest line, in bytes without the line feed.
  let maximumLineBytes: Int

  /// Bytes of a line over the cap that are kept: the members in front of `params` are shorter.
  private static let keptBeginning = 4096
  /// Larger buffers are given back once they have been used up.
  private static let keptCapacity = 1 << 20

  /// The current line and what follows it, after lines that have been handed out.
  private var buffer: [UInt8] = []
  /// The index at which the current line begins.
  private var start = 0
  /// Index up to which the current line has been searched for its end.
  private var searched = 0
  /// True within a line that has been reported as too long.
  private var isSkipping = false
  /// True when nothing more will be appended.
  private var isAtEnd = false

  /// Makes a splitter without input; `maximumLineBytes` is the cap.
  init(maximumLineBytes: Int) { self.maximumLineBytes = maximumLineBytes }

  /// Takes the bytes that were read next.
  mutating func append(_ bytes: some Collection<UInt8>) {
    buffer.removeSubrange(..<start)
    searched -= start
    start = 0
    buffer.append(contentsOf: bytes)
  }

  /// Says that nothing follows: the bytes that are left are the last line, though no line feed ends it.
  mutating func finish() { isAtEnd = true }

  /// The next line, or nil when more bytes are needed.
  mutating func next() -> Event? {
    while let end = endOfLine() {
      let line = buffer[start..<end]
      let wasSkipping = isSkipping
      isSkipping = false
      start = min(end + 1, buffer.count)
      searched = start
      if wasSkipping || line.allSatisfy(Self.isBlank) { continue }
      return line.count > maximumLineBytes ? tooLong(line) : .line(line)
    }
    return checkUnfinishedLine()
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0D || byte == 0x09 }

  private mutating func endOfLine() -> Int? {
    let found = buffer.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[searched...]).firstOffset(of: 0x0A) }
    if let found { return searched + found }
    searched = buffer.count
    return isAtEnd && start < buffer.count ? buffer.count : nil
  }

  private mutating func checkUnfinishedLine() -> Event? {
    let event = !isSkipping && buffer.count - start > maximumLineBytes ? tooLong(buffer[start...]) : nil
    if event != nil { isSkipping = true }
    if isSkipping || start == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
      start = 0
      searched = 0
    }
    return event
  }

  private func tooLong(_ line: ArraySlice<UInt8>) -> Event {
    .tooLong(beginning: Array(line.prefix(Self.keptBeginning)))
  }
}
