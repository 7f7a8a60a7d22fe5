// CallLog: the log of tool calls at level debug: whose call of which tool, its time and its outcome, never an argument.

import Logging
import Platform

/// Logs each call when it has ended.
struct CallLog {
  private let logger: Logger

  /// Nil below level debug: then nobody looks at a clock either.
  init?(_ logger: Logger) {
    guard logger.logLevel <= .debug else { return nil }
    self.logger = logger
  }

  /// The same call, which logs its end. Its time begins here and includes the wait for its turn, and that for a human.
  ///
  /// - Parameter client: the client's own word for itself; nil where it has said nothing.
  func logging(_ call: ToolCall, of tool: String, by client: String?) -> ToolCall {
    let (logger, start) = (logger, ContinuousClock.now)
    let client = client?.quotedExcerpt ?? "unnamed"
    return ToolCall(footprint: call.footprint) { asker in
      let result = await call.run(asking: asker)
      let outcome = Task.isCancelled ? "cancelled" : result.failure ?? (result.isError ? "failed" : "ok")
      logger.debug(
        "call",
        metadata: [
          "tool": "\(tool)", "ms": "\((ContinuousClock.now - start).milliseconds)", "outcome": "\(outcome)",
          "client": "\(client)",
        ])
      return result
    }
  }
}
