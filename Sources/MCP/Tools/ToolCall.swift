// ToolCall: a call of a tool whose arguments have been read.

/// A call that can be put in order and started.
public struct ToolCall: Sendable {
  /// The state that it reads and writes; it starts when every earlier conflicting call has ended.
  public var footprint: Footprint
  private let body: @Sendable (any Asker) async -> ToolResult

  /// Makes a call; without `footprint` one that touches nothing and waits for nothing.
  public init(footprint: Footprint = Footprint(), run: @escaping @Sendable () async -> ToolResult) {
    self.init(footprint: footprint, asking: { _ in await run() })
  }

  /// Makes a call that may ask the human. Its footprint must not keep others waiting for the answer.
  public init(footprint: Footprint = Footprint(), asking body: @escaping @Sendable (any Asker) async -> ToolResult) {
    self.footprint = footprint
    self.body = body
  }

  /// Does it. Starts on the thread that reads the input, so work that takes long belongs behind an `await`. The task is
  /// cancelled when the caller no longer wants the result, which is then dropped.
  ///
  /// - Parameter asker: the way to the human; nil for a caller without one.
  public func run(asking asker: (any Asker)? = nil) async -> ToolResult { await body(asker ?? NoAsker()) }
}
