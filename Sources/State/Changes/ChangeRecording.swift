// ChangeRecording: whether changes are recorded, under whose name, and for how long.

import Models
import Platform

/// The settings of the record of changes; docs/contract.md, "The record of changes".
public struct ChangeRecording: Sendable, Equatable {
  /// False where changes leave no entry.
  public var isOn: Bool
  /// The person or agent that all of this process's changes are by; nil for the system's user.
  public var actor: String?
  /// The days for which entries are kept, 1–36,500; nil for ever. In memory the oldest give way to new ones in any case.
  public var retentionDays: Int?

  /// On, by the system's user, for ever: where nothing else is said.
  public init(isOn: Bool = true, actor: String? = nil, retentionDays: Int? = nil) {
    self.isOn = isOn
    self.actor = actor
    self.retentionDays = retentionDays
  }

  /// The author of what the current task is about to change; nil where nothing is recorded.
  ///
  /// - Parameters:
  ///   - call: the call, where its caller gave it a key.
  ///   - time: the store's time.
  package func author(of call: IdempotentCall?, at time: Timestamp) -> ChangeAuthor? {
    guard isOn else { return nil }
    return ChangeAuthor(
      time: time, actor: actor ?? Self.user, client: CallingClient.current, host: Self.host, processID: Self.process,
      idempotencyKey: call?.key)
  }

  /// The time before which entries have been kept long enough; nil where they are kept for ever.
  package func end(at now: Timestamp) -> Timestamp? {
    retentionDays.map { Timestamp(microseconds: now.microseconds - Int64($0) * 86_400_000_000) }
  }

  // Asked for once, at the first change: the system may look its users up in files or over the network.
  private static let user = CurrentProcess.userName?.asLabel ?? "user \(CurrentProcess.userID)"
  private static let host = CurrentProcess.hostName.asLabel ?? ""
  private static let process = Int(CurrentProcess.id)
}

/// Entries of the record in the order in which they count, and where it goes on.
public struct ChangeBatch: Sendable, Equatable {
  /// The entries, by their numbers.
  public let changes: [RecordedChange]
  /// Nothing is missing up to this number, and nothing will ever be added below it.
  public let last: Int

  /// A batch as it is.
  public init(changes: [RecordedChange], last: Int) {
    self.changes = changes
    self.last = last
  }

  /// The first entries of a record that is complete up to `last`: all of them where there are fewer than `limit`.
  package init(_ changes: [RecordedChange], limit: Limit, upTo last: Int) {
    self.init(changes: changes, last: changes.count == limit.value ? changes[changes.count - 1].number : last)
  }
}
