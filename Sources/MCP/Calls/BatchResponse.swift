// BatchResponse: the answers of one batch (revision 2025-03-26), collected until the last one is in.

/// Collects answers in the order of the requests.
struct BatchResponse: Sendable {
  private var answers: [[UInt8]?]
  private var open: Int
  /// The ids of the batch's requests: in use until the whole array has been sent.
  var ids: Set<RequestID> = []

  init(count: Int) {
    answers = Array(repeating: nil, count: count)
    open = count
  }

  /// True when every message has been settled.
  var isComplete: Bool { open == 0 }

  /// Takes the answer of the message at `index`, nil when it gets none. Once for each message.
  mutating func settle(_ index: Int, _ answer: [UInt8]?) {
    answers[index] = answer
    open -= 1
  }

  /// The array to send; nil when no message got an answer.
  var line: [UInt8]? {
    let present = answers.compactMap(\.self)
    guard !present.isEmpty else { return nil }
    return [UInt8(ascii: "[")] + present.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }
}
