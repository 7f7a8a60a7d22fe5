// Violation: one thing wrong with an argument, told so that the caller can mend it.

/// One broken rule. A failed call lists every one of them.
public struct Violation: Codable, Sendable, Equatable {
  /// Where: the argument's name, with an index or a name for a part of it, such as `key_issues[2]`.
  public let path: String
  /// What is wrong with it.
  public let problem: String
  /// What would be right.
  public let allowed: String
  /// What came, shortened; never the whole of a long text.
  public let got: String

  public init(path: String, problem: String, allowed: String, got: String) {
    self.path = path
    self.problem = problem
    self.allowed = allowed
    self.got = got
  }
}
