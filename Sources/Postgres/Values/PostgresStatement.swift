// PostgresStatement: one SQL statement with $1, $2, … in place of its values.

/// A statement. Each connection prepares it once, with its first use and in the same round trip, unless it is to be
/// planned anew.
///
/// Meant for a fixed number of texts, such as static properties: what is prepared stays for the connection's life.
public struct PostgresStatement: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The effect of a statement on the transaction it is sent in.
  enum Effect: Sendable { case none, reads, begins, commits, ends }

  /// The text, exactly one statement.
  public let sql: String
  let effect: Effect
  /// Of the text, which may be long and is looked up with each use.
  private let textHash: Int
  /// True when it is not prepared but planned with each use.
  public let isPlannedAnew: Bool

  /// - Parameters:
  ///   - sql: exactly one statement.
  ///   - onlyReads: true when it changes nothing, also by functions that it calls: a connection that is lost meanwhile
  ///     leaves no doubt then, and the error says `notCommitted`.
  ///   - isPlannedAnew: true when the server is to plan it with each use, the values in sight, and not once for all
  ///     values: for the few whose best plan depends on them so much that the planning is worth it.
  public init(_ sql: String, onlyReads: Bool = false, isPlannedAnew: Bool = false) {
    self.sql = sql
    self.isPlannedAnew = isPlannedAnew
    textHash = sql.hashValue
    effect = onlyReads ? .reads : Self.effect(of: sql)
  }

  /// A statement that may write, prepared at its first use.
  public init(stringLiteral sql: String) { self.init(sql) }

  /// Begins a transaction block. Its isolation is written out, as a role may have another by default.
  public static let begin = PostgresStatement("BEGIN ISOLATION LEVEL READ COMMITTED")
  /// Commits the transaction block.
  public static let commit = PostgresStatement("COMMIT")
  /// Rolls the transaction block back.
  public static let rollback = PostgresStatement("ROLLBACK")

  /// The statement with its values, in the order $1, $2, …
  public func callAsFunction(_ parameters: PostgresValue...) -> PostgresCommand {
    PostgresCommand(self, parameters)
  }

  /// The name under which it is prepared. It follows from the text: should a pooler lend a session in which somebody
  /// else has prepared that name, it is this statement all the same.
  ///
  /// The digits are FNV-1a of 64 bits.
  var preparedName: String {
    let hash = sql.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return "respec_" + String(hash, radix: 16)
  }

  private static func effect(of sql: String) -> Effect {
    let words = sql.prefix(80).uppercased().split { !$0.isLetter }
    return switch words.first {
    case "BEGIN", "START": .begins
    case "COMMIT", "END": .commits
    case "PREPARE" where words.dropFirst().first == "TRANSACTION": .commits
    case "ROLLBACK" where !words.contains("TO"): .ends
    case "ABORT": .ends
    default: .none
    }
  }

  /// Equal by their text: a connection prepares a text once.
  public static func == (one: Self, other: Self) -> Bool { one.sql == other.sql }
  /// Hashes the text alone, as `==` compares it.
  public func hash(into hasher: inout Hasher) { hasher.combine(textHash) }
}
