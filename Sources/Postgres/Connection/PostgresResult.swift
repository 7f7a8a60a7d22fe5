// PostgresResult: what one statement returned.

import CLibPQ

/// Rows, or the number of rows changed. It belongs to the connection's thread: take out of it what is needed.
public final class PostgresResult: RandomAccessCollection {
  private let handle: OpaquePointer

  init(_ handle: OpaquePointer) { self.handle = handle }

  public var startIndex: Int { 0 }
  /// The number of rows returned.
  public var endIndex: Int { fatalError("to come") }
  /// Rows inserted, updated, deleted or selected; 0 for statements without a count.
  public var affectedRows: Int { fatalError("to come") }

  public subscript(position: Int) -> PostgresRow { PostgresRow(result: self, index: position) }
}
