// CancelHandle: libpq's handle for asking the server to cancel a connection's statement.

import CLibPQ

/// A `PGcancel`.
///
/// @unchecked, because the compiler cannot know that a C pointer may be shared: libpq documents PQcancel as safe on any
/// thread, the handle is never changed after `init`, and it is freed in `deinit`, when no thread has a reference any
/// more.
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
