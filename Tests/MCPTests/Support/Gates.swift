// Gates: lets a test hold calls and see where they are.

import Dispatch
import Synchronization

/// Named gates, closed at first.
final class Gates: Sendable {
  private struct Gate {
    var isOpen = false
    var waiting: [CheckedContinuation<Void, Never>] = []
    let arrivals = DispatchSemaphore(value: 0)
    let departures = DispatchSemaphore(value: 0)
  }

  private let gates = Mutex<[String: Gate]>([:])
  private let passed = Mutex<[String]>([])

  /// The names in the order in which calls arrived.
  var arrived: [String] { passed.withLock(\.self) }

  /// Waits for the gate, or for the end of the task if that is to end the wait.
  func pass(_ name: String, obeysCancel: Bool) async {
    passed.withLock { $0.append(name) }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOpen = gates.withLock { gates in
          if gates[name, default: Gate()].isOpen { return true }
          gates[name, default: Gate()].waiting.append(continuation)
          return false
        }
        if isOpen { continuation.resume() }
        semaphore(name, \.arrivals).signal()
      }
    } onCancel: {
      semaphore(name, \.departures).signal()
      if obeysCancel { open(name) }
    }
  }

  func open(_ name: String) {
    let waiting = gates.withLock { gates in
      gates[name, default: Gate()].isOpen = true
      defer { gates[name]!.waiting = [] }
      return gates[name]!.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func semaphore(_ name: String, _ which: KeyPath<Gate, DispatchSemaphore> & Sendable) -> DispatchSemaphore {
    gates.withLock { gates in
      let gate = gates[name] ?? Gate()
      gates[name] = gate
      return gate[keyPath: which]
    }
  }

  /// True when a call has come to the gate, in good time.
  func waitForArrival(_ name: String) -> Bool { semaphore(name, \.arrivals).wait(timeout: .now() + 10) == .success }

  /// True when a call at the gate has been cancelled, in good time.
  func waitForCancel(_ name: String) -> Bool { semaphore(name, \.departures).wait(timeout: .now() + 10) == .success }
}
