// Failure: the one error type of the modules behind MCP; docs/contract.md, "Errors".

/// The reason why a call failed, and what the caller can do; docs/contract.md, "Errors".
public struct Failure: Error, Sendable, Equatable, Codable {
  /// The kind of a failure, for programs. A struct, so that a later code breaks no caller's switch.
  public struct Code: Sendable, Hashable, Codable, RawRepresentable {
    /// The code on the wire, such as `not_found`.
    public let rawValue: String
    /// The code of that name, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An argument breaks a rule; the details name every one that does.
    public static let invalidInput = Code(rawValue: "invalid_input")
    /// Nothing has that id or name; the details offer the closest.
    public static let notFound = Code(rawValue: "not_found")
    /// Something has that name already.
    public static let alreadyExists = Code(rawValue: "already_exists")
    /// The state is not the one that the caller expects.
    public static let conflict = Code(rawValue: "conflict")
    /// An update would change a field that is fixed at creation.
    public static let frozenField = Code(rawValue: "frozen_field")
    /// The loop is completed or closed and takes nothing more.
    public static let loopCompleted = Code(rawValue: "loop_completed")
    /// The loop asks a human, and goes on when one has spoken.
    public static let waitingForHuman = Code(rawValue: "waiting_for_human")
    /// This process changes nothing; docs/contract.md, "Read-only mode".
    public static let readOnly = Code(rawValue: "read_only")
    /// The database cannot be reached, or not be used as it is; the message says which, and whether to try again.
    public static let unavailable = Code(rawValue: "unavailable")
    /// The connection died during a commit: read back, or repeat with the same idempotency key.
    public static let outcomeUnknown = Code(rawValue: "outcome_unknown")
    /// A statement took longer than the limit and was rolled back.
    public static let timeout = Code(rawValue: "timeout")
    /// No connection became free in time.
    public static let busy = Code(rawValue: "busy")
    /// A fault of the server's own.
    public static let `internal` = Code(rawValue: "internal")
  }

  /// The kind of the failure.
  public let code: Code
  /// The fault and the remedy, in one or two sentences, without secrets.
  public let message: String
  /// Every single fault; empty where the message says it all.
  public let details: [Violation]

  /// A failure of the given kind.
  public init(_ code: Code, _ message: String, details: [Violation] = []) {
    self.code = code
    self.message = message
    self.details = details
  }
}
