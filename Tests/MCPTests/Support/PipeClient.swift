// PipeClient: a server in this process and the client's ends of its two pipes.

import Foundation
import Logging
import MCP
import Platform
import TestSupport
import XCTest

/// Talks to a server of its own, a line at a time. Used by one test's thread; every wait fails after ten seconds.
final class PipeClient {
  private let server: MCPServer
  private var toServer: Int32
  private var fromServer: Int32
  private var received: [UInt8] = []
  private let ended = DispatchSemaphore(value: 0)
  private static let patience = 10.0

  /// - Parameter overSockets: two socket pairs instead of two pipes, as Node.js gives its child processes.
  init(
    _ tools: [any Tool] = [EchoTool()], prompts: (any PromptSource)? = nil, resources: (any ResourceSource)? = nil,
    completions: (any CompletionSource)? = nil, limits: ServerLimits = ServerLimits(), overSockets: Bool = false
  ) throws {
    server = try MCPServer(
      info: ServerInfo(name: "test-server", title: "Test Server", version: "1.2.3"), instructions: "Be brief.",
      features: ServerFeatures(
        tools: try ToolRegistry(tools, suggest: Self.suggest), prompts: prompts, resources: resources,
        completions: completions),
      limits: limits,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let input = try Self.makeChannel(overSockets)
    let output = try Self.makeChannel(overSockets)
    toServer = input.write
    fromServer = output.read
    start(input: input.read, output: output.write)
  }

  /// Takes names that begin with the same two letters for one.
  private static func suggest(_ unknown: String, _ known: [String]) -> String? {
    unknown.count < 2 ? nil : known.first { $0.hasPrefix(unknown.prefix(2)) }
  }

  private static func makeChannel(_ isSocket: Bool) throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    let status = isSocket ? socketpair(AF_UNIX, SystemCalls.streamSocket, 0, &ends) : pipe(&ends)
    guard status == 0 else { throw POSIXError(.EMFILE) }
    return (ends[0], ends[1])
  }

  private func start(input: Int32, output: Int32) {
    let (server, ended) = (server, ended)
    Thread.detachNewThread {
      server.run(input: input, output: output)
      close(input)
      close(output)
      ended.signal()
    }
  }

  deinit {
    closeInput()
    closeOutput()
  }

  // MARK: To the server

  func send(_ lines: String...) { send(bytes: Array(lines.map { $0 + "\n" }.joined().utf8)) }

  func send(bytes: [UInt8]) { Self.write(bytes, to: toServer) }

  /// Sends on another thread, for more than the pipes hold.
  func sendInBackground(_ lines: [String]) {
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    let descriptor = dup(toServer)
    Thread.detachNewThread {
      Self.write(bytes, to: descriptor)
      close(descriptor)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    XCTAssertNoThrow(try Descriptor(descriptor).writeAll(bytes), "cannot write to the server")
  }

  /// Sends until the server has stopped reading and the pipe is full; returns how many lines went in whole.
  func sendUntilFull(_ line: String) -> Int {
    _ = fcntl(toServer, F_SETFL, O_NONBLOCK)
    defer { _ = fcntl(toServer, F_SETFL, 0) }
    let bytes = Array((line + "\n").utf8)
    for count in 0... {
      var entry = pollfd(fd: toServer, events: Int16(POLLOUT), revents: 0)
      // Not writable for this long means that the server has paused: it reads a pipeful in well under a millisecond.
      guard poll(&entry, 1, 300) == 1, bytes.withUnsafeBytes({ SystemCalls.writeOnce(toServer, $0) }) == bytes.count
      else { return count }
    }
    return 0
  }

  func closeInput() {
    if toServer >= 0 { close(toServer) }
    toServer = -1
  }

  func stop() { server.stop() }

  // MARK: From the server

  /// The next line; nil at the end of output, or, with a failure, when none comes.
  func receive(file: StaticString = #filePath, line: UInt = #line) -> String? {
    while true {
      if let end = received.firstIndex(of: 0x0A) {
        defer { received.removeSubrange(...end) }
        return String(decoding: received[..<end], as: UTF8.self)
      }
      var entry = pollfd(fd: fromServer, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, Int32(Self.patience * 1000)) == 1 else {
        XCTFail("no answer", file: file, line: line)
        return nil
      }
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(fromServer, &chunk, chunk.count)
      guard count > 0 else { return nil }
      received += chunk[..<count]
    }
  }

  /// Everything up to the end of output.
  func receiveAll() -> [String] {
    var lines: [String] = []
    while let line = receive() { lines.append(line) }
    return lines
  }

  func closeOutput() {
    if fromServer >= 0 { close(fromServer) }
    fromServer = -1
  }

  /// True when `run` has returned, in good time.
  func waitForEnd() -> Bool { ended.wait(timeout: .now() + Self.patience) == .success }

  /// The answers of a server to these lines and the end of input.
  static func transcript(_ lines: [String], tools: [any Tool] = [EchoTool(), FailingTool()]) throws -> [String] {
    let client = try PipeClient(tools)
    client.send(bytes: Array(lines.joined(separator: "\n").utf8))
    client.closeInput()
    defer { XCTAssertTrue(client.waitForEnd()) }
    return client.receiveAll()
  }
}
