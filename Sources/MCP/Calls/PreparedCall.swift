// PreparedCall: a request that takes its place in the order and ends in a result, whatever its method.

import JSON

/// A call whose parameters have been read.
struct PreparedCall: Sendable {
  /// The state that it reads and writes; it starts when every earlier conflicting call has ended.
  let footprint: Footprint

  /// Does it, then appends the JSON of `result`, straight into the line that will be sent.
  ///
  /// Starts on the serving thread, so work that takes long belongs behind an `await`. The task is cancelled when the
  /// client no longer wants the answer, which is then dropped. Throws the error that answers in place of a result; what
  /// has been appended by then is dropped.
  let run: @Sendable (inout JSONWriter) async throws(RPCError) -> Void
}
