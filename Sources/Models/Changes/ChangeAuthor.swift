// ChangeAuthor: who made a change, when, and through which program.

/// The circumstances of a change.
public struct ChangeAuthor: Sendable, Equatable {
  /// The store's time: of a database the database's.
  public let time: Timestamp
  /// The person or agent: `RESPEC_ACTOR`, else the name of the system's user.
  public let actor: String
  /// The program that called, as it introduced itself.
  public let client: CallingClient
  /// The name of the machine that the server ran on; empty where it has none.
  public let host: String
  /// The server's process on that machine.
  public let processID: Int
  /// The key that the caller gave the call; nil without one.
  public let idempotencyKey: IdempotencyKey?

  /// An author as it is.
  public init(
    time: Timestamp, actor: String, client: CallingClient, host: String, processID: Int,
    idempotencyKey: IdempotencyKey?
  ) {
    self.time = time
    self.actor = actor
    self.client = client
    self.host = host
    self.processID = processID
    self.idempotencyKey = idempotencyKey
  }

  /// The same at another time.
  package func at(_ time: Timestamp) -> ChangeAuthor {
    ChangeAuthor(
      time: time, actor: actor, client: client, host: host, processID: processID, idempotencyKey: idempotencyKey)
  }
}
