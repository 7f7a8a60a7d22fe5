// RecordedChange: an entry of the record of changes: what was changed, when, and by whom.

/// An entry of the record; docs/contract.md, "The record of changes".
public struct RecordedChange: Codable, Sendable, Equatable {
  /// The entry's number, which grows from entry to entry; there may be gaps.
  public let number: Int
  /// The change itself.
  public let change: Change
  /// Who made it, and when.
  public let author: ChangeAuthor

  /// An entry as it is.
  public init(number: Int, change: Change, author: ChangeAuthor) {
    self.number = number
    self.change = change
    self.author = author
  }

  private enum CodingKeys: String, CodingKey {
    case number, time
    case projectName = "project_name"
    case kind, subject, operation, version, iteration, actor
    case clientName = "client_name"
    case clientVersion = "client_version"
    case host
    case processID = "process_id"
    case idempotencyKey = "idempotency_key"
  }

  /// Reads one flat object.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    number = try values.decode(Int.self, forKey: .number)
    let time = try values.decode(Timestamp.self, forKey: .time)
    change = Change(
      try values.decode(ChangeKind.self, forKey: .kind), of: try values.decode(Name.self, forKey: .projectName),
      subject: try values.decode(String.self, forKey: .subject),
      try values.decode(ChangeOperation.self, forKey: .operation),
      version: try values.decodeIfPresent(Int.self, forKey: .version),
      iteration: try values.decodeIfPresent(Int.self, forKey: .iteration))
    author = ChangeAuthor(
      time: time, actor: try values.decode(String.self, forKey: .actor),
      client: CallingClient(
        name: try values.decodeIfPresent(String.self, forKey: .clientName),
        version: try values.decodeIfPresent(String.self, forKey: .clientVersion)),
      host: try values.decode(String.self, forKey: .host), processID: try values.decode(Int.self, forKey: .processID),
      idempotencyKey: try values.decodeIfPresent(IdempotencyKey.self, forKey: .idempotencyKey))
  }

  /// Writes one flat object.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(number, forKey: .number)
    try values.encode(author.time, forKey: .time)
    try values.encode(change.projectName, forKey: .projectName)
    try values.encode(change.kind, forKey: .kind)
    try values.encode(change.subject, forKey: .subject)
    try values.encode(change.operation, forKey: .operation)
    try values.encode(change.version, forKey: .version)
    try values.encode(change.iteration, forKey: .iteration)
    try values.encode(author.actor, forKey: .actor)
    try values.encode(author.client.name, forKey: .clientName)
    try values.encode(author.client.version, forKey: .clientVersion)
    try values.encode(author.host, forKey: .host)
    try values.encode(author.processID, forKey: .processID)
    try values.encode(author.idempotencyKey, forKey: .idempotencyKey)
  }
}
