// ChangeLog: the record of changes read from a place on, and followed.

import JSON
import Models
import Platform
import State

/// Shows the entries of the record in their order.
struct ChangeLog: Sendable {
  /// The number of entries that are shown where no time is given.
  static let recent = 20
  /// Between two looks at the record.
  private static let interval = Duration.milliseconds(250)

  let state: any StateManager
  /// Nil for all projects.
  let project: Name?
  let output: LogOutput

  /// Shows the entries from a time on, by default the recent ones, and with `isFollowing` all that come, until a signal
  /// comes or nobody reads the output.
  ///
  /// - Throws: `Failure`; `StreamError` where the output cannot be written.
  func show(since time: Timestamp?, isFollowing: Bool) async throws {
    var last = try await beginning(time)
    repeat {
      last = try await showBatch(above: last, isFollowing: isFollowing)
    } while isFollowing && StopSignals.received == nil && !output.isClosed
  }

  /// Shows what there is above a number, and waits a moment at its end.
  ///
  /// - Returns: the number to go on with.
  private func showBatch(above number: Int, isFollowing: Bool) async throws -> Int {
    var last = number
    do {
      while StopSignals.received == nil {
        let batch = try await state.changes(above: last, of: project, limit: Limit(trusted: Limit.range.upperBound))
        try output.write(batch.changes)
        last = batch.last
        if batch.changes.isEmpty { break }
      }
    } catch let failure as Failure where isFollowing && failure.code.mayPass {
      CommandOutput.complain("respec-server: the log is waiting: \(failure.message.printable)")
      try? await Task.sleep(for: .seconds(1))
    }
    if isFollowing { try? await Task.sleep(for: Self.interval) }
    return last
  }

  /// The number of the last entry that is not shown.
  private func beginning(_ time: Timestamp?) async throws -> Int {
    var (shown, cursor): (Int, Cursor<DescendingKey>?) = (0, nil)
    repeat {
      let page = try await state.changes(
        of: project, subject: nil, after: cursor, limit: Limit(trusted: Limit.range.upperBound))
      for entry in page.elements {
        if time.map({ entry.author.time < $0 }) ?? (shown == Self.recent) { return entry.number }
        shown += 1
      }
      cursor = page.next
    } while cursor != nil
    return 0
  }
}

extension Failure.Code {
  /// True for what may be over when it is tried again.
  fileprivate var mayPass: Bool { [.unavailable, .busy, .timeout].contains(self) }
}

/// The lines of a log on standard output.
struct LogOutput: Sendable {
  /// A JSON object a line, in place of words.
  let isJSON: Bool

  /// True where nobody reads any more, which a pipe tells without being written to.
  var isClosed: Bool {
    !Poll.wait(for: [], on: Descriptor.standardOutput.number, atMost: .zero).isDisjoint(with: .broken)
  }

  /// Writes a line for each entry, all at once.
  func write(_ changes: [RecordedChange]) throws {
    if changes.isEmpty { return }
    var lines: [UInt8] = []
    for change in changes {
      lines += isJSON ? try JSONModelEncoder.encode(change) : Array(change.line.utf8)
      lines.append(UInt8(ascii: "\n"))
    }
    try CommandOutput.print(lines)
  }
}

extension RecordedChange {
  /// `2026-11-25T17:05:50Z  ada  shop: spec user-login updated to version 3  (claude-code 2.1.0, laptop, process 4711)`.
  var line: String {
    let client = [author.client.name, author.client.version].compactMap { $0 }.joined(separator: " ")
    let key = author.idempotencyKey.map { "key \($0)" } ?? ""
    let through = [client, author.host, "process \(author.processID)", key].filter { !$0.isEmpty }
    let parts = [
      "\(author.time.value.prefix(19))Z", author.actor, "\(change.projectName): \(change.sentence)",
      "(\(through.joined(separator: ", ")))",
    ]
    return parts.joined(separator: "  ").printable
  }
}

extension Change {
  /// What was changed, and how.
  fileprivate var sentence: String {
    let thing =
      switch kind {
      case .loop: "loop \(subject)"
      case .spec: "spec \(subject)"
      case .roadmap: "roadmap"
      case .projectPlan: "plan"
      case .project: "project"
      }
    let place = iteration.map { " in iteration \($0)" } ?? ""
    let number = version.map { operation == .updated ? " to version \($0)" : " at version \($0)" } ?? ""
    return "\(thing) \(operation.words)\(place)\(number)"
  }
}

extension ChangeOperation {
  fileprivate var words: String {
    switch self {
    case .created: "created"
    case .updated: "updated"
    case .deleted: "deleted"
    case .feedback: "got feedback"
    case .guidance: "got guidance"
    case .objectiveFeedback: "got objective feedback"
    case .linked: "linked to a spec"
    case .unlinked: "unlinked"
    case .imported: "imported"
    }
  }
}
