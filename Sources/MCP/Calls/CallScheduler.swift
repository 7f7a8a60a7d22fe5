// CallScheduler: the order of calls. A pure value: it is told what happens and returns the calls that may start.
//
// A call waits for every earlier unfinished call that it conflicts with. Instead of counting all of them it watches the
// newest; when that one ends it looks again. There are as many watches as waiting calls, however many conflict, and
// a call that is taken out of the queue leaves nothing to repair.

/// Keeps conflicting calls in the order in which they came.
///
/// The life of a call: `submit` starts it or makes it wait; a waiting one becomes running when a `remove` lists it;
/// `remove` ends a running one, or takes a waiting one out.
struct CallScheduler: Sendable {
  /// Names a call; later calls have greater keys.
  typealias Key = UInt64

  private struct Entry {
    let key: Key
    let footprint: Footprint
  }

  /// The unfinished calls in the order of their keys.
  private var unfinished: [Entry] = []
  /// By the call that is watched, the calls that wait for its end.
  private var watchers: [Key: [Key]] = [:]

  /// Takes a call that came after all others.
  ///
  /// - Returns: true when it may start now; false when it waits.
  mutating func submit(_ key: Key, _ footprint: Footprint) -> Bool {
    precondition(unfinished.last.map { $0.key < key } ?? true, "keys must grow")
    unfinished.append(Entry(key: key, footprint: footprint))
    return !watchBlocker(ofCallAt: unfinished.count - 1)
  }

  /// Takes out a call that has ended, or one that waits and is no longer wanted.
  ///
  /// - Returns: the calls that may start now, in the order in which they came.
  mutating func remove(_ key: Key) -> [Key] {
    guard let index = index(of: key) else { return [] }
    unfinished.remove(at: index)
    guard let waiting = watchers.removeValue(forKey: key) else { return [] }
    return waiting.filter { waiter in
      guard let index = self.index(of: waiter) else { return false }  // taken out meanwhile
      return !watchBlocker(ofCallAt: index)
    }.sorted()
  }

  /// Watches the newest call that the one at `index` must wait for; false when there is none.
  private mutating func watchBlocker(ofCallAt index: Int) -> Bool {
    let entry = unfinished[index]
    guard let blocker = unfinished[..<index].last(where: { $0.footprint.conflicts(with: entry.footprint) }) else {
      return false
    }
    watchers[blocker.key, default: []].append(entry.key)
    return true
  }

  private func index(of key: Key) -> Int? {
    var low = 0
    var high = unfinished.count
    while low < high {
      let middle = (low + high) / 2
      if unfinished[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low < unfinished.count && unfinished[low].key == key ? low : nil
  }
}
