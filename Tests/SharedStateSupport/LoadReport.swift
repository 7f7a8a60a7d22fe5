// LoadReport: what came of a load.

import EndToEndSupport

/// The operations of writers, and how they went.
public struct LoadReport: Sendable {
  /// In the order in which each process began them.
  public internal(set) var operations: [WriteOperation] = []
  /// Faults that must not happen whatever the store does.
  public internal(set) var faults: [String] = []
  /// The time that each call took to its answer, sorted.
  public internal(set) var durations: [Duration] = []
  /// How often each error code came; `done` for a success.
  public internal(set) var codes: [String: Int] = [:]

  /// Nothing yet.
  public init() {}

  /// The time of the slowest call.
  public var longestCall: Duration { durations.last ?? .zero }

  /// The time within which that part of the calls, from 0 to 1, was answered.
  public func duration(of part: Double) -> Duration {
    durations.isEmpty ? .zero : durations[min(durations.count - 1, Int(part * Double(durations.count)))]
  }

  /// Asks a server once more for some of the operations.
  public mutating func repeatCalls(
    on process: ServerProcess, where isMeant: (WriteOperation) -> Bool
  ) throws {
    for index in operations.indices where isMeant(operations[index]) {
      try operations[index].repeatCall(on: process)
    }
  }

  /// Adds what others did.
  public mutating func add(_ other: LoadReport) {
    operations += other.operations
    faults += other.faults
    durations = (durations + other.durations).sorted()
    codes.merge(other.codes, uniquingKeysWith: +)
  }
}
