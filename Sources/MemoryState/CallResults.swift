// CallResults: the results of calls with an idempotency key, so that a repeat gets the first one.

import JSON
import Models
import State

/// The newest results by tool and key, each as its JSON; docs/contract.md, "Limits".
struct CallResults {
  /// The most results that are kept.
  static let capacity = 10_000

  private struct CallName: Hashable {
    let tool: String
    let key: IdempotencyKey
  }

  private struct Entry {
    let fingerprint: Fingerprint
    let json: [UInt8]
  }

  /// The most bytes that they may take up together; the newest is kept whatever it takes up.
  private let maximumBytes: Int
  private var results: [CallName: Entry] = [:]
  /// The names in the order of their arrival; those before `oldest` are forgotten.
  private var names: [CallName] = []
  private var oldest = 0
  private var bytes = 0

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  /// The result of an earlier call with this key; nil when there was none.
  ///
  /// - Throws: `conflict` when it had other arguments.
  func first<Result: Decodable>(of call: IdempotentCall) throws(Failure) -> Result? {
    guard let earlier = results[CallName(tool: call.tool, key: call.key)] else { return nil }
    guard earlier.fingerprint == call.fingerprint else { throw Failure.keyReused(call) }
    do {
      return try ModelDecoder.decode(Result.self, from: try JSONParser.parse(earlier.json))
    } catch {
      throw Failure(.internal, "The kept result of this \(call.tool) call cannot be read: \(error)")
    }
  }

  /// Keeps the result of a call whose key is new; the oldest make room for it.
  mutating func remember(_ result: some Encodable, of call: IdempotentCall) {
    let name = CallName(tool: call.tool, key: call.key)
    // A result is strings, whole numbers and truth values: nothing in it that JSON could not write.
    let entry = Entry(fingerprint: call.fingerprint, json: try! JSONModelEncoder.encode(result))
    results[name] = entry
    names.append(name)
    bytes += Self.bytes(of: name, entry)
    while results.count > Self.capacity || bytes > maximumBytes && results.count > 1 { forgetOldest() }
  }

  private mutating func forgetOldest() {
    let name = names[oldest]
    if let entry = results.removeValue(forKey: name) { bytes -= Self.bytes(of: name, entry) }
    oldest += 1
    guard oldest * 2 > names.count else { return }
    names.removeFirst(oldest)
    oldest = 0
  }

  /// The fixed part: the places in the dictionary, which may be three eighths full, and in the list of names.
  private static func bytes(of name: CallName, _ entry: Entry) -> Int {
    3 * MemoryLayout<(CallName, Entry)>.stride + 2 * MemoryLayout<CallName>.stride + name.key.heldBytes + 32
      + entry.json.count
  }
}
