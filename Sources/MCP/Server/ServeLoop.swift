// ServeLoop: the serving thread, from the first byte to the last; the only place that waits.

import Logging
import Platform

/// Reads, dispatches, writes what is left over, and ends.
///
/// Phases: serving (reading, or waiting for room), ending (input has ended, or a stop was asked, or the output is
/// closed; what was read is served), drained. A deadline is set on the way from the first to the second.
struct ServeLoop {
  private let input: Descriptor
  private let limits: ServerLimits
  private let wakeup: Wakeup
  private let writer: MessageWriter
  private let runner: CallRunner
  private let requests: ClientRequests
  private let logger: Logger
  private let isStopAsked: () -> Bool
  private var dispatcher: MessageDispatcher
  /// The input that has been read and not been served.
  private var splitter: LineSplitter
  /// Takes the bytes of one read.
  private var chunk = [UInt8](repeating: 0, count: 1 << 17)
  private let clock = ContinuousClock()

  /// True when nothing more will be read.
  private var isInputOver = false
  /// True when the client has closed our input, though there may be more to read.
  private var isHungUp = false
  /// True while lines that were read wait because of what is in flight or queued.
  private var isHeldBack = false
  /// The time at which `run` must return; set when the end has begun.
  private var deadline: ContinuousClock.Instant?

  init(
    input: Int32, limits: ServerLimits, wakeup: Wakeup, writer: MessageWriter, runner: CallRunner,
    requests: ClientRequests, dispatcher: MessageDispatcher, logger: Logger, isStopAsked: @escaping () -> Bool
  ) {
    self.input = Descriptor(input)
    self.limits = limits
    self.wakeup = wakeup
    self.writer = writer
    self.runner = runner
    self.requests = requests
    self.dispatcher = dispatcher
    self.logger = logger
    self.isStopAsked = isStopAsked
    splitter = LineSplitter(maximumLineBytes: limits.maximumMessageBytes)
  }

  /// Serves until the end of input, a stop, or the end of the output; returns when everything is answered and
  /// written, or the deadline has come.
  mutating func run() {
    repeat {
      handleLines()
      writer.flush()
      if isStopAsked() { isInputOver = true }
      if isInputOver || isHungUp { startDeadline() }
    } while !isServed && wait(until: callDeadline)
    drain()
  }

  private var isServed: Bool { writer.status.isClosed || (isInputOver && !isHeldBack) }

  // MARK: Serving

  /// Takes the lines that have been read, as far as there is room for what they ask.
  ///
  /// Their answers go out together, one write for many lines, unless they get long.
  private mutating func handleLines() {
    while hasRoom() {
      guard let event = splitter.next() else { return }
      dispatcher.handle(event)
      if writer.status.queuedBytes >= Self.longAnswers { writer.flush() }
    }
  }

  /// As many bytes as a pipe holds: more in one write saves nothing.
  private static let longAnswers = 1 << 16

  /// True when one more line may be served; holds the input back while not.
  private mutating func hasRoom() -> Bool {
    if isWithinLimits {
      if isHeldBack { wakeup.setExpectsProgress(false) }
      isHeldBack = false
    } else if !isHeldBack {
      isHeldBack = true
      wakeup.setExpectsProgress(true)
      return hasRoom()  // once more: what ended before the flag was set has not woken us
    }
    return !isHeldBack
  }

  private var isWithinLimits: Bool {
    let load = runner.load
    return load.calls < limits.maximumCalls && load.bytes < limits.maximumCallBytes
      && writer.status.queuedBytes <= limits.maximumQueuedBytes
  }

  private mutating func read() {
    let input = input  // the closure below may not look at self while it changes the chunk
    switch chunk.withUnsafeMutableBytes({ input.readOnce(into: $0) }) {
    case .bytes(let count): return splitter.append(chunk[..<count])
    case .nothing: return
    case .end: break
    case .failed(let error): logger.error("cannot read input", metadata: ["error": "\(error.reason)"])
    }
    splitter.finish()
    isInputOver = true
  }

  // MARK: Waiting

  /// Sleeps until there is something to do, and does what the descriptors ask for.
  ///
  /// - Returns: false when `instant` has come.
  private mutating func wait(until instant: ContinuousClock.Instant?) -> Bool {
    let timeout = instant.map { clock.now.duration(to: $0) }
    if let timeout, timeout <= .zero { return false }
    let mayRead = !isInputOver && !isHeldBack
    let out = writer.status
    let isInputOff = isInputOver || (isHungUp && !mayRead)
    var inputEntry = isInputOff ? .none : PollEntry(input.number, mayRead ? .readable : .otherEndStopped)
    var wakeupEntry = PollEntry(wakeup.descriptor, .readable)
    var outputEntry = out.isClosed ? .none : PollEntry(writer.descriptor, out.isBlocked ? .writable : [])
    Poll.wait(&inputEntry, &wakeupEntry, &outputEntry, atMost: timeout)
    if !wakeupEntry.outcome.isEmpty { wakeup.clear() }
    if !outputEntry.outcome.isEmpty { serveOutput(outputEntry.outcome) }
    if !inputEntry.outcome.isEmpty {
      if mayRead { read() } else { isHungUp = true }
    }
    return true
  }

  /// An output with an error will never be read again; that shows here though nothing is being written.
  private func serveOutput(_ events: PollEvents) {
    if events.isDisjoint(with: .broken) { writer.resume() } else { writer.close() }
  }

  // MARK: The end

  private mutating func startDeadline() {
    if deadline == nil { deadline = clock.now.advanced(by: limits.drainTime) }
  }

  /// The time at which the calls still running are given up, which leaves some time to write that down.
  private var callDeadline: ContinuousClock.Instant? { deadline?.advanced(by: .zero - limits.flushReserve) }

  private mutating func drain() {
    startDeadline()
    isInputOver = true
    requests.close()
    wakeup.setExpectsProgress(true)
    while runner.load.calls > 0 && wait(until: callDeadline) { writer.flush() }
    giveUp()
    runner.closeSubscriptions()
    writer.flush()
    while writer.status.queuedBytes > 0 && !writer.status.isClosed && wait(until: deadline) { writer.flush() }
    logger.info("end of service", metadata: ["unwritten": "\(writer.status.queuedBytes)"])
    writer.close()
  }

  /// Answers what did not end, and what was read and not taken up, with errors.
  private mutating func giveUp() {
    let calls = runner.load.calls
    if calls > 0 { logger.warning("calls did not end in time", metadata: ["calls": "\(calls)"]) }
    runner.abandon()
    dispatcher.isRefusing = true
    while let event = splitter.next() { dispatcher.handle(event) }
  }
}
