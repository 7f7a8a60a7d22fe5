// ChangeRecord: the record of changes in memory; the oldest entries give way to new ones.

import Models
import State

/// The newest changes; docs/contract.md, "The record of changes".
struct ChangeRecord {
  /// The part of the memory for the state that is the record's, whether it is used or not.
  static let share = 16

  /// The most bytes that the entries may take up together; the newest is kept whatever it takes up.
  private let maximumBytes: Int
  /// By number; those before `oldest` are forgotten.
  private var entries: [RecordedChange] = []
  private var oldest = 0
  private var bytes = 0
  /// The number of the last entry; 0 before the first.
  private(set) var last = 0

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  /// Adds an entry, and forgets the oldest that have no room any more.
  mutating func append(_ change: Change, by author: ChangeAuthor) {
    last += 1
    let entry = RecordedChange(number: last, change: change, author: author)
    entries.append(entry)
    bytes += entry.heldBytes
    while bytes > maximumBytes && entries.count - oldest > 1 { forgetOldest() }
  }

  private mutating func forgetOldest() {
    bytes -= entries[oldest].heldBytes
    oldest += 1
    guard oldest * 2 > entries.count else { return }
    entries.removeFirst(oldest)
    oldest = 0
  }

  /// The entries below a number, newest first.
  func below(_ number: Int) -> some Sequence<RecordedChange> {
    entries[oldest...].reversed().lazy.filter { $0.number < number }
  }

  /// The entries above a number, oldest first.
  func above(_ number: Int) -> ArraySlice<RecordedChange> {
    let kept = entries[oldest...]
    return kept.suffix(max(0, min(kept.count, last - number)))
  }
}

extension RecordedChange {
  /// The fixed part: its places in the list, of which half may be forgotten already.
  fileprivate var heldBytes: Int {
    let texts = [change.subject, author.client.name, author.client.version].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
    return 4 * MemoryLayout<RecordedChange>.stride + change.projectName.heldBytes + texts
  }
}
