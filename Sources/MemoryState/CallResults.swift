// CallResults: the results of calls with an idempotency key, so that a repeat gets the first one.

import Models
import State

/// The newest results by tool and key.
struct CallResults {
  /// The number of results that are kept; docs/contract.md, "Tools".
  static let capacity = 10_000

  private struct CallName: Hashable {
    let tool: String
    let key: IdempotencyKey
  }

  private var results: [CallName: (fingerprint: Fingerprint, result: any Sendable)] = [:]
  /// A ring of the names in the order of their arrival; full once it has `capacity` of them.
  private var names: [CallName] = []
  private var oldest = 0

  /// The result of an earlier call with this key; nil when there was none.
  ///
  /// - Throws: `conflict` when it had other arguments.
  func first<Result>(of call: IdempotentCall) throws(Failure) -> Result? {
    guard let earlier = results[CallName(tool: call.tool, key: call.key)] else { return nil }
    guard earlier.fingerprint == call.fingerprint, let result = earlier.result as? Result else {
      throw Failure.keyReused(call)
    }
    return result
  }

  mutating func remember(_ result: any Sendable, of call: IdempotentCall) {
    let name = CallName(tool: call.tool, key: call.key)
    if names.count < Self.capacity {
      names.append(name)
    } else {
      results[names[oldest]] = nil
      names[oldest] = name
      oldest = (oldest + 1) % Self.capacity
    }
    results[name] = (call.fingerprint, result)
  }
}
