// Finding: the result of one check, with its cause and its remedy.

/// One result of a check. Encoded with `cause` and `fix` null where nothing is to be done.
public struct Finding: Sendable, Equatable, Encodable {
  /// The severity, ascending. Only an error keeps the server from its work.
  public enum Level: String, Sendable, Encodable, CaseIterable, Comparable {
    case ok, note, warning, error

    /// Orders levels by their severity.
    public static func < (one: Self, other: Self) -> Bool { one.rank < other.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self)! }
  }

  /// The check's name, such as `connection`; a check may have several findings.
  public let check: String
  /// The severity.
  public let level: Level
  /// The fact that was found, in one sentence, without secrets.
  public let found: String
  /// The likely cause; nil where nothing is to be done.
  public let cause: String?
  /// The remedy; nil where nothing is to be done.
  public let fix: String?

  /// Something that is as it should be.
  public static func ok(_ check: String, _ found: String) -> Finding {
    Finding(check, .ok, found, cause: nil, fix: nil)
  }

  /// A finding of the given check.
  public init(_ check: String, _ level: Level, _ found: String, cause: String?, fix: String?) {
    (self.check, self.level, self.found, self.cause, self.fix) = (check, level, found, cause, fix)
  }
}

extension String {
  /// As a sentence begins.
  var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
