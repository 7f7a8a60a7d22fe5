// ServerLimits: bounds of the server's memory and of the time it takes to end.

/// Bounds that the server keeps whatever a client does.
public struct ServerLimits: Sendable {
  /// Longest message in bytes; a longer line is refused, skipped and never kept whole.
  public var maximumMessageBytes = 16 << 20
  /// Calls in flight at which reading pauses.
  public var maximumCalls = 4_096
  /// Bytes of the messages of all calls in flight at which reading pauses.
  public var maximumCallBytes = 64 << 20
  /// Bytes waiting for a client that reads slowly above which reading pauses.
  public var maximumQueuedBytes = 16 << 20
  /// Subscriptions that may be open at once; one more is refused.
  public var maximumSubscriptions = 64
  /// Messages that a batch may have; all of its calls may be in flight on top of `maximumCalls`.
  public var maximumBatchMessages = 4_096
  /// Longest time for which a question to the human is open.
  public var questionTime: Duration = .seconds(900)
  /// Longest time from the end of input, or a stop, to the return of `MCPServer.run`.
  public var drainTime: Duration = .seconds(10)

  /// Makes the limits of a server for one client on one machine.
  public init() {}

  /// Last part of `drainTime`, for writing the errors of calls that did not end in time: a twentieth, 500 ms at most.
  var flushReserve: Duration { min(drainTime / 20, .milliseconds(500)) }
}
