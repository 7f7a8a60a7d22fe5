// RefusedStart: the answer of a server that cannot start, so that a client can show the reason.
//
// Clients drop what a server writes on standard error when it ends before it has answered.

import JSON
import Platform

/// A start that failed before anything could be served.
public struct RefusedStart: Sendable {
  private let message: String
  private let limits: ServerLimits

  /// - Parameter message: the reason, and what to do about it.
  public init(_ message: String, limits: ServerLimits = ServerLimits()) {
    self.message = message
    self.limits = limits
  }

  /// Answers the first request with the reason. Returns then, at the end of input, or when the time is over.
  ///
  /// - Parameters:
  ///   - input: the descriptor that requests are read from. Stays open.
  ///   - output: the descriptor that the answer is written to. Stays open.
  ///   - time: the longest wait for a request.
  public func answer(input: Int32, output: Int32, within time: Duration) {
    guard let request = firstRequest(on: Descriptor(input), within: time) else { return }
    let line = ResponseLine.error(RPCError(.internalError, message), to: request.id)
    try? Descriptor(output).writeAll(line + [UInt8(ascii: "\n")])
  }

  private func firstRequest(on input: Descriptor, within time: Duration) -> IncomingRequest? {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: time)
    var splitter = LineSplitter(maximumLineBytes: limits.maximumMessageBytes)
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while clock.now < deadline {
      while let event = splitter.next() {
        if let request = Self.request(in: event) { return request }
      }
      let events = Poll.wait(for: .readable, on: input.number, atMost: clock.now.duration(to: deadline))
      guard !events.isEmpty else { continue }
      switch chunk.withUnsafeMutableBytes({ input.readOnce(into: $0) }) {
      case .bytes(let count): splitter.append(chunk[..<count])
      case .nothing: continue
      case .end, .failed: return nil
      }
    }
    return nil
  }

  private static func request(in event: LineSplitter.Event) -> IncomingRequest? {
    guard case .line(let line) = event, let value = try? JSONParser.parse(Array(line)),
      case .request(let request) = IncomingMessage(value)
    else { return nil }
    return request
  }
}
