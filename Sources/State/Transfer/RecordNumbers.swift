// Numbers that records hold and no tool takes as an argument.

import Models

/// The place of a guidance among those of its loop.
public struct GuidancePosition: BoundedInteger {
  /// From 1 to what PostgreSQL's INTEGER holds.
  public static let range = 1...Int(Int32.max)
  /// The number itself.
  public let value: Int
  /// A number known to be in range.
  public init(trusted value: Int) { self.value = value }
}

/// A loop's iteration.
public struct IterationNumber: BoundedInteger {
  /// From the first iteration to the last that a loop may reach; docs/contract.md, "Decisions".
  public static let range = 1...Loop.maximumIteration
  /// The number itself.
  public let value: Int
  /// A number known to be in range.
  public init(trusted value: Int) { self.value = value }
}

/// A count of something: 0 or more.
public struct RecordCount: BoundedInteger {
  /// From 0 to what PostgreSQL's INTEGER holds.
  public static let range = 0...Int(Int32.max)
  /// The number itself.
  public let value: Int
  /// A number known to be in range.
  public init(trusted value: Int) { self.value = value }
}

/// A number in the order in which loops entered a project's history. Bounded far below what the database counts to, so
/// that there are always numbers left behind one that was imported.
public struct SequenceNumber: BoundedInteger {
  /// From 1 to the largest integer that every JSON reader keeps exactly, 2⁵³.
  public static let range = 1...(1 << 53)
  /// The number itself.
  public let value: Int
  /// A number known to be in range.
  public init(trusted value: Int) { self.value = value }
}
