// Violation: one fault of an argument, told so that the caller can mend it.

/// One broken rule. A failed call lists every one of them; docs/contract.md, "Errors".
public struct Violation: Codable, Sendable, Equatable {
  /// The argument's name, with an index or a name for a part of it, such as `key_issues[2]`.
  public let path: String
  /// The fault, such as "out of range".
  public let problem: String
  /// The values that would do, such as "a whole number from 0 to 100".
  public let allowed: String
  /// The value that came, shortened; never the whole of a long text.
  public let got: String

  /// A violation; every text is for the caller to read.
  public init(path: String, problem: String, allowed: String, got: String) {
    self.path = path
    self.problem = problem
    self.allowed = allowed
    self.got = got
  }
}
