// FeatureCall: the reading of a prompt, a resource or completions, put in order with the calls of tools.

import JSON

/// A reading whose parameters have been checked.
public struct FeatureCall<Value: Sendable>: Sendable {
  /// The state that it reads; it starts when every earlier call that writes there has ended.
  public var footprint: Footprint
  /// Does it. Starts on the thread that reads the input, so work that takes long belongs behind an `await`.
  public var run: @Sendable () async throws(FeatureFailure) -> Value

  /// Makes a call; without `footprint` one that reads no state.
  public init(
    footprint: Footprint = Footprint(), run: @escaping @Sendable () async throws(FeatureFailure) -> Value
  ) {
    self.footprint = footprint
    self.run = run
  }
}

/// The reason for which a prompt, a resource or completions cannot be given; the text is for the caller.
public enum FeatureFailure: Error, Sendable, Equatable {
  /// The parameters are wrong.
  case invalid(String)
  /// There is no such resource.
  case notFound(String)
  /// The state cannot be read now.
  case failed(String)

  /// The error that answers the request.
  func error(in revision: ProtocolRevision) -> RPCError {
    switch self {
    case .invalid(let reason): RPCError(.invalidParams, reason)
    case .notFound(let reason): RPCError(revision.isModern ? .invalidParams : .resourceNotFound, reason)
    case .failed(let reason): RPCError(.internalError, reason)
    }
  }
}

extension FeatureCall {
  /// The call as requests are run: what it gives becomes the result that `members` makes of it.
  ///
  /// - Parameter lifetime: the time for which the result may be kept; nil for results that do not tell it.
  func prepared(
    _ envelope: ResultEnvelope, lifetime: ResultEnvelope.Lifetime? = nil, in revision: ProtocolRevision,
    members: @escaping @Sendable (Value) -> JSONObject
  ) -> PreparedCall {
    PreparedCall(footprint: footprint) { [run] writer throws(RPCError) in
      do throws(FeatureFailure) {
        envelope.write(members(try await run()), to: &writer, lifetime: lifetime, in: revision)
      } catch {
        throw error.error(in: revision)
      }
    }
  }
}
