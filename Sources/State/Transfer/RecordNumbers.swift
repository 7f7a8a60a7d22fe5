// The numbers that stand in records and nowhere in a tool's arguments.

import Models

/// The place of a guidance among those of its loop.
public struct GuidancePosition: BoundedInteger {
  public static let range = 1...Int(Int32.max)
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}

/// A loop's iteration.
public struct IterationNumber: BoundedInteger {
  public static let range = 1...Loop.maximumIteration
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}

/// How much there is of something: 0 or more.
public struct RecordCount: BoundedInteger {
  public static let range = 0...Int(Int32.max)
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}

/// A number in the order in which loops entered a project's history. Bounded far below what the database counts to, so
/// that there are always numbers left behind one that was imported.
public struct SequenceNumber: BoundedInteger {
  public static let range = 1...(1 << 53)
  public let value: Int
  public init(trusted value: Int) { self.value = value }
}
