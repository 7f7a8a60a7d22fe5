// PostgresResult: the rows that one statement returned.

import CLibPQ

/// Rows, or the number of rows changed. It belongs to the connection's thread: copy the needed values out of it.
public final class PostgresResult: RandomAccessCollection {
  private let pq: LibPQFunctions
  private let handle: OpaquePointer
  let columnCount: Int
  /// The index of the first row, 0.
  public let startIndex = 0
  /// The number of rows returned.
  public let endIndex: Int

  /// Takes the handle over.
  init(_ pq: LibPQFunctions, _ handle: OpaquePointer) {
    self.pq = pq
    self.handle = handle
    columnCount = Int(pq.pointee.PQnfields(handle))
    endIndex = Int(pq.pointee.PQntuples(handle))
  }

  deinit { pq.pointee.PQclear(handle) }

  /// Rows inserted, updated, deleted or selected; 0 for statements without a count.
  public var affectedRows: Int {
    guard let text = pq.pointee.PQcmdTuples(handle) else { return 0 }
    return Int(String(cString: text)) ?? 0
  }

  /// The row at an index. Its readers throw where the index is out of range.
  public subscript(position: Int) -> PostgresRow { PostgresRow(result: self, index: position) }

  /// The text of a value that exists; nil for null. It lives as long as the result.
  func text(row: Int, column: Int) -> UnsafeBufferPointer<UInt8>? {
    let (row, column) = (Int32(row), Int32(column))
    guard pq.pointee.PQgetisnull(handle, row, column) == 0 else { return nil }
    guard let start = pq.pointee.PQgetvalue(handle, row, column) else { return nil }
    let length = Int(pq.pointee.PQgetlength(handle, row, column))
    return UnsafeBufferPointer(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: length)
  }
}
