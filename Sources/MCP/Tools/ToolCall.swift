// ToolCall: a call of a tool whose arguments have been read.

/// A call that can be put in order and started.
public struct ToolCall: Sendable {
  /// The state that it reads and writes; it starts when every earlier conflicting call has ended.
  public var footprint: Footprint
  /// Does it. Starts on the thread that reads the input, so work that takes long belongs behind an `await`. The task
  /// is cancelled when the caller no longer wants the result, which is then dropped.
  public var run: @Sendable () async -> ToolResult

  /// Makes a call; without `footprint` one that touches nothing and waits for nothing.
  public init(footprint: Footprint = Footprint(), run: @escaping @Sendable () async -> ToolResult) {
    self.footprint = footprint
    self.run = run
  }
}
