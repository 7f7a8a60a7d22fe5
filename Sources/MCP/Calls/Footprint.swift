// Footprint: what a call reads and writes, from which follows what it must wait for.

/// The resources of one call.
public struct Footprint: Sendable, Equatable {
  public var reads: [AccessScope]
  public var writes: [AccessScope]

  /// Without arguments: a call that touches nothing and waits for nothing.
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
