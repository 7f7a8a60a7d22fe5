// ServerLimits: what bounds the server's memory and how long it may take to end.

/// Bounds that the server keeps whatever a client does.
public struct ServerLimits: Sendable {
  /// The longest message in bytes; a longer line is refused, skipped and never kept whole.
  public var maximumMessageBytes = 16 << 20
  /// How many calls may be in flight; at that many, reading pauses.
  public var maximumCalls = 4_096
  /// How many bytes the messages of the calls in flight may have in sum; at that many, reading pauses.
  public var maximumCallBytes = 64 << 20
  /// How many bytes may wait for a client that reads slowly; above that, reading pauses.
  public var maximumQueuedBytes = 16 << 20
  /// How many subscriptions may be open at once.
  public var maximumSubscriptions = 64
  /// How many messages a batch may have; all of its calls may be in flight on top of `maximumCalls`.
  public var maximumBatchMessages = 4_096
  /// From the end of input, or a stop, to the return of `run` at the latest.
  public var drainTime: Duration = .seconds(10)

  public init() {}

  /// The end of `drainTime`, kept for writing out the errors of what did not end in time: a twentieth, 500 ms at most.
  var flushReserve: Duration { min(drainTime / 20, .milliseconds(500)) }
}
