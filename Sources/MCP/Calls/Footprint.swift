// Footprint: the read set and the write set of a call, from which its place in the order follows.

/// The state that one call reads and writes.
public struct Footprint: Sendable, Equatable {
  /// Read set: parts whose state the call's result depends on.
  public var reads: [AccessScope]
  /// Write set: parts that the call may change.
  public var writes: [AccessScope]

  /// Makes a footprint; without arguments that of a call that touches nothing and waits for nothing.
  public init(reads: [AccessScope] = [], writes: [AccessScope] = []) {
    self.reads = reads
    self.writes = writes
  }

  /// True when the order of the two calls can be told from outside: one writes what the other reads or writes.
  public func conflicts(with other: Footprint) -> Bool {
    overlap(writes, other.writes) || overlap(writes, other.reads) || overlap(reads, other.writes)
  }

  private func overlap(_ left: [AccessScope], _ right: [AccessScope]) -> Bool {
    left.contains { path in right.contains { $0.overlaps(path) } }
  }
}
