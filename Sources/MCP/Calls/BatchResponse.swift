// BatchResponse: the array that answers a batch (revision 2025-03-26), collected until the last answer is in.

/// The answers of one batch so far, in the order of its messages.
struct BatchResponse: Sendable {
  /// By the index of the message; nil for one that is not settled or gets no answer.
  private var answers: [[UInt8]?]
  /// Messages that are not settled.
  private var open: Int
  /// Ids of the batch's requests: in use until the whole array has been sent.
  var ids: Set<RequestID> = []

  /// Begins the response to a batch of `count` messages.
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
