// CancelHandle: what it takes to ask the server to cancel a connection's statement.

import CLibPQ

/// A `PGcancel`.
///
/// @unchecked: a pointer into C is in it, and Swift counts none as safe to share between threads. This one is: libpq
/// documents PQcancel as safe on any thread, the `PGcancel` is never changed, and it is freed when no thread holds this
/// object any more.
final class CancelHandle: @unchecked Sendable {
  private let functions: LibPQFunctions
  private let handle: OpaquePointer

  init?(_ functions: LibPQFunctions, connection: OpaquePointer) {
    guard let handle = functions.pointee.PQgetCancel(connection) else { return nil }
    self.functions = functions
    self.handle = handle
  }

  deinit { functions.pointee.PQfreeCancel(handle) }

  /// Blocks until the server has taken the request, or cannot be reached.
  func cancel() {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      _ = functions.pointee.PQcancel(handle, buffer.baseAddress, Int32(buffer.count))
    }
  }
}
