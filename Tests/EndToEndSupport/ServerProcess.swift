// ServerProcess: the built binary as a child process, driven from one thread by poll(2).

import Foundation
import TestSupport

/// A running server. All waiting ends at a deadline with an error, so that a server that hangs fails its test.
///
/// Not thread-safe: belongs to the thread of its test.
public final class ServerProcess {
  /// The child's standard input.
  public enum Input { case pipe, devNull, notOpen }
  /// The other end of the child's standard error.
  public enum ErrorOutput {
    case read
    /// A pipe that is full sooner or later.
    case neverRead
    /// A pipe without a reader.
    case hungUp
    case notOpen
  }

  /// The end of a process: its exit status, or the signal that ended it.
  public enum ExitStatus: Equatable, Sendable { case status(Int32), signal(Int32) }

  /// The longest wait in seconds unless a test says otherwise; generous, because the machine may be busy.
  public static let patience = 20.0

  /// The child's process id.
  public let processID: pid_t
  /// Every byte that was sent.
  public private(set) var sent: [UInt8] = []
  /// Every line that was received, without its line feed.
  public private(set) var received: [[UInt8]] = []
  /// The bytes received after the last line feed.
  public private(set) var unfinishedLine: [UInt8] = []
  /// The bytes received on standard error.
  public private(set) var standardErrorBytes: [UInt8] = []
  /// False while the test plays a client that reads nothing.
  public var isReading = true

  private var input: Int32
  private var output: Int32
  private var errorOutput: Int32
  /// Ends when the process does: the child alone holds its other end.
  private var life: Int32
  private var unsent: ArraySlice<UInt8> = []
  private var linesTaken = 0
  private var exitStatus: ExitStatus?

  /// Starts `binary` with exactly this environment.
  public init(
    binary: String = ServerProcess.builtBinary, arguments: [String] = [], environment: [String: String] = [:],
    input: Input = .pipe, errorOutput: ErrorOutput = .read
  ) throws {
    SystemCalls.ignoreBrokenPipe()
    let outputPipe = try Pipe()
    let lifePipe = try Pipe()
    let inputPipe = input == .pipe ? try Pipe() : nil
    let errorPipe = errorOutput == .notOpen ? nil : try Pipe()
    if errorOutput == .hungUp, let errorPipe { close(errorPipe.readEnd) }

    var launch = Launch(binary: binary, arguments: arguments, environment: environment)
    switch input {
    case .pipe: launch.give(inputPipe!.readEnd, as: STDIN_FILENO)
    case .devNull: launch.openDevNull(as: STDIN_FILENO)
    case .notOpen: launch.close(STDIN_FILENO)
    }
    launch.give(outputPipe.writeEnd, as: STDOUT_FILENO)
    if let errorPipe { launch.give(errorPipe.writeEnd, as: STDERR_FILENO) } else { launch.close(STDERR_FILENO) }
    launch.give(lifePipe.writeEnd, as: 3)
    processID = try launch.start()

    for end in [inputPipe?.readEnd, outputPipe.writeEnd, errorPipe?.writeEnd, lifePipe.writeEnd] {
      if let end { close(end) }
    }
    self.input = inputPipe?.writeEnd ?? -1
    output = outputPipe.readEnd
    self.errorOutput = errorOutput == .hungUp ? -1 : errorPipe?.readEnd ?? -1
    readsErrorOutput = errorOutput == .read
    life = lifePipe.readEnd
    for end in [self.input, output, self.errorOutput] where end >= 0 { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  private let readsErrorOutput: Bool

  deinit {
    kill()
    for end in [input, output, errorOutput, life] where end >= 0 { close(end) }
  }

  /// The server that was built with these tests: beside the test bundle.
  public static var builtBinary: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("respec-server").path
  }

  // MARK: Sending

  /// Sends lines in one write, each with its line feed, and waits until the process has room for them.
  public func send(_ lines: String...) throws { try send(lines) }

  /// Sends lines in one write, each with its line feed, and waits until the process has room for them.
  public func send(_ lines: [String]) throws { try write(lines.flatMap { Array($0.utf8) + [0x0A] }) }

  /// Sends bytes as they are.
  public func write(_ bytes: [UInt8], within seconds: Double = patience) throws {
    queue(bytes)
    try pump("taking input", seconds) { unsent.isEmpty }
  }

  /// Sends as much as the process takes until it takes nothing for `seconds`.
  ///
  /// - Returns: true when not all of it was taken.
  public func flood(_ bytes: [UInt8], quietFor seconds: Double) throws -> Bool {
    queue(bytes)
    while !unsent.isEmpty {
      let before = unsent.count
      do {
        try pump("taking input", seconds) { unsent.count < before }
      } catch is Overdue {
        unsent = []
        return true
      }
    }
    return false
  }

  private func queue(_ bytes: [UInt8]) {
    sent += bytes
    unsent = unsent + bytes
  }

  /// Closes the process's standard input, after which nothing can be sent.
  public func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Stops reading for good: the process writes to a pipe without a reader.
  public func closeOutput() {
    if output >= 0 { close(output) }
    output = -1
  }

  /// Sends a signal to the process.
  public func signal(_ number: Int32) {
    if exitStatus == nil { SystemCalls.sendSignal(number, to: processID) }
  }

  /// Waits until the process has read everything that was sent.
  public func waitUntilInputIsRead(within seconds: Double = patience) throws {
    let deadline = Deadline(seconds)
    var waiting: Int32 = 1
    while ioctl(input, UInt(FIONREAD), &waiting) == 0, waiting > 0 {
      guard deadline.milliseconds > 0 else { throw Overdue(what: "reading its input", seconds: seconds) }
      sched_yield()
    }
  }

  // MARK: Receiving

  /// The next line that no test has taken yet.
  public func readLine(within seconds: Double = patience) throws -> String {
    try pump("sending a line", seconds) { linesTaken < received.count || isOutputOver }
    guard linesTaken < received.count else { throw EndOfOutput(standardError: standardError) }
    defer { linesTaken += 1 }
    return String(decoding: received[linesTaken], as: UTF8.self)
  }

  /// The next lines that no test has taken yet.
  public func readLines(_ count: Int) throws -> [String] { try (0..<count).map { _ in try readLine() } }

  /// Sends one line and reads one.
  public func exchange(_ line: String) throws -> String {
    try send(line)
    return try readLine()
  }

  /// Closes the input and reads to the end.
  ///
  /// - Returns: the lines that no test had taken yet.
  public func finish(within seconds: Double = patience) throws -> [String] {
    closeInput()
    return try readToEnd(within: seconds)
  }

  /// Reads until the process closes its output.
  public func readToEnd(within seconds: Double = patience) throws -> [String] {
    try pump("closing its output", seconds) { isOutputOver && (errorOutput < 0 || !readsErrorOutput) }
    defer { linesTaken = received.count }
    return received[linesTaken...].map { String(decoding: $0, as: UTF8.self) }
  }

  /// The text received on standard error.
  public var standardError: String { String(decoding: standardErrorBytes, as: UTF8.self) }

  private var isOutputOver: Bool { output < 0 }

  // MARK: The end

  /// Waits for the process to end.
  public func waitForExit(within seconds: Double = patience) throws -> ExitStatus {
    try pump("ending", seconds) { life < 0 }
    return reap()
  }

  /// Ends the process at once, if it has not ended.
  public func kill() {
    guard exitStatus == nil else { return }
    SystemCalls.sendSignal(SIGKILL, to: processID)
    _ = reap()
  }

  private func reap() -> ExitStatus {
    if let exitStatus { return exitStatus }
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0 && errno == EINTR {}
    // WIFEXITED and its kin are macros, which Swift does not see.
    let signal = status & 0x7F
    let result: ExitStatus = signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
    exitStatus = result
    return result
  }

  /// The most memory that the running process has had resident, in bytes (VmHWM of proc(5)).
  public func peakMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    guard let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw EndOfOutput(standardError: "no VmHWM in /proc/\(processID)/status")
    }
    return kilobytes << 10
  }

  // MARK: Waiting

  /// Moves bytes in all directions until `isDone`.
  private func pump(_ what: String, _ seconds: Double, until isDone: () -> Bool) throws {
    let deadline = Deadline(seconds)
    while !isDone() {
      var entries = [
        pollfd(fd: unsent.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: isReading ? output : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: readsErrorOutput ? errorOutput : -1, events: Int16(POLLIN), revents: 0),
        pollfd(fd: life, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&entries, nfds_t(entries.count), deadline.milliseconds)
      if count == 0 && deadline.milliseconds == 0 { throw Overdue(what: what, seconds: seconds) }
      if entries[0].revents != 0 { writeSome() }
      if entries[1].revents != 0 { readOutput() }
      if entries[2].revents != 0 { readErrorOutput() }
      if entries[3].revents != 0 {
        close(life)
        life = -1
      }
    }
  }

  private func writeSome() {
    let written = unsent.withUnsafeBytes { SystemCalls.writeOnce(input, $0) }
    if written > 0 { unsent = unsent.dropFirst(written) }
    // The process reads no more: unsent bytes are lost, as they would be for any client.
    if written < 0 && errno == EPIPE { unsent = [] }
  }

  private func readOutput() {
    guard let bytes = Self.read(output) else { return closeOutput() }
    var rest = bytes[...]
    while let feed = rest.firstIndex(of: 0x0A) {
      received.append(unfinishedLine + rest[..<feed])
      unfinishedLine = []
      rest = rest[(feed + 1)...]
    }
    unfinishedLine += rest
  }

  private func readErrorOutput() {
    if let bytes = Self.read(errorOutput) { return standardErrorBytes += bytes }
    close(errorOutput)
    errorOutput = -1
  }

  /// The bytes that can be read now; nil at the end.
  private static func read(_ descriptor: Int32) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
      let result = SystemCalls.readOnce(descriptor, UnsafeMutableRawBufferPointer(buffer))
      failed = result < 0 && errno != EAGAIN && errno != EINTR || result == 0
      count = max(result, 0)
    }
    return failed ? nil : bytes
  }
}

/// A moment by which something must have happened.
private struct Deadline {
  private let end: ContinuousClock.Instant

  init(_ seconds: Double) { end = .now + .seconds(seconds) }

  /// The time left in milliseconds, for poll(2).
  var milliseconds: Int32 {
    max(0, Int32((ContinuousClock.now.duration(to: end) / .milliseconds(1)).rounded(.up)))
  }
}

/// The process did not do something in time.
public struct Overdue: Error, CustomStringConvertible {
  let what: String
  let seconds: Double
  /// The sentence that the failed test shows.
  public var description: String { "the server was not \(what) within \(seconds) s" }
}

/// The process closed its output where a line was due.
public struct EndOfOutput: Error, CustomStringConvertible {
  let standardError: String
  /// The sentence that the failed test shows, with the process's standard error.
  public var description: String { "the server closed its output; standard error: \(standardError)" }
}
