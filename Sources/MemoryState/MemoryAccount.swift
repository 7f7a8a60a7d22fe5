// MemoryAccount: how much the state may take up, and how much of it is taken.

import Models

/// The bytes that the state takes up, about; docs/contract.md, "Limits". Changed with each write, never counted anew.
struct MemoryAccount {
  /// The most bytes.
  let limit: Int
  /// The bytes taken so far.
  private(set) var bytes = 0

  /// - Parameter reserved: bytes that are taken for good.
  init(limit: Int, reserved: Int) {
    self.limit = limit
    bytes = reserved
  }

  /// Counts `growth` more bytes, negative for what is given back, which always succeeds.
  ///
  /// - Throws: `unavailable` where that is more than the limit: nothing has been counted then.
  mutating func charge(_ growth: Int) throws(Failure) {
    guard growth <= 0 || bytes + growth <= limit else { throw Failure.memoryFull(limit: limit) }
    bytes += growth
  }

  /// Counts bytes that are given back.
  mutating func release(_ bytes: Int) { self.bytes -= bytes }
}

extension Failure {
  /// `unavailable`: a write has no room any more.
  static func memoryFull(limit: Int) -> Failure {
    Failure(
      .unavailable,
      "The state, kept in memory, would take up more than STATE_MEMORY_LIMIT, \(limit) bytes; nothing was done. Delete "
        + "loops, specs or plans that are done with, or start the server with a higher limit or STATE_MANAGER=file.")
  }
}
