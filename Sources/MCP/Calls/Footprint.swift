// Footprint: what a call reads and writes, from which follows what it must wait for.

/// The resources of one call.
public struct Footprint: Sendable, Equatable {
  public var reads: [ResourcePath]
  public var writes: [ResourcePath]

  /// Without arguments: a call that touches nothing and waits for nothing.
  public init(reads: [ResourcePath] = [], writes: [ResourcePath] = []) {
    self.reads = reads
    self.writes = writes
  }

  /// True when the order of the two calls can be told from outside: one writes what the other reads or writes.
  public func conflicts(with other: Footprint) -> Bool {
    overlap(writes, other.writes) || overlap(writes, other.reads) || overlap(reads, other.writes)
  }

  private func overlap(_ left: [ResourcePath], _ right: [ResourcePath]) -> Bool {
    left.contains { path in right.contains { $0.overlaps(path) } }
  }
}
