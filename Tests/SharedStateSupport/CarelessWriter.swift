// CarelessWriter: a writer that does what the server must not, for the checker to find.

/// Reads a loop, decides in its own process and writes the whole of it back without a lock.
public protocol CarelessWriter {
  /// What it has read last.
  associatedtype Reading
  /// The loop's id.
  var loop: String { get }
  /// The reviewer that it speaks for; nil where the loop has none.
  var critic: String? { get }
  /// Reads the loop.
  func read() throws -> Reading
  /// Writes the loop with one feedback more than it has read.
  ///
  /// - Returns: the iteration of that feedback.
  func write(_ tag: String, score: Int, after reading: Reading) throws -> Int
}

extension CarelessWriter {
  /// None.
  public var critic: String? { nil }

  /// Lets two writers work on one loop.
  ///
  /// - Parameter isTorn: lets the second read before the first has written.
  /// - Returns: what they say that they have done.
  public static func operations(_ one: Self, _ other: Self, isTorn: Bool) throws -> [WriteOperation] {
    let first = try one.read()
    let early = isTorn ? try other.read() : nil
    let done = try one.operation("one", score: 10, after: first)
    return [done, try other.operation("other", score: 20, after: try early ?? other.read())]
  }

  private func operation(_ tag: String, score: Int, after reading: Reading) throws -> WriteOperation {
    let number = try write(tag, score: score, after: reading)
    let target =
      critic.map { WriteOperation.Target.review(loop: loop, critic: $0, score: score) }
      ?? .feedback(loop: loop, score: score)
    return WriteOperation(
      target: target, tag: tag, key: nil,
      outcomes: [.acknowledged(number: number, id: critic == nil ? "" : "awaiting_reviews")])
  }
}
