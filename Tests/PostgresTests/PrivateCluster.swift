// PrivateCluster: a PostgreSQL of one test's own, which it may stop.

import Foundation
import TestSupport
import XCTest

/// A cluster in a temporary directory; `deinit` stops and removes it.
final class PrivateCluster {
  private let programs: String
  private let directory: String

  /// Everybody is let in, as anybody; this is the superuser.
  var uri: String { uri(of: "respec") }

  func uri(of role: String) -> String { "postgresql://\(role)@/postgres?host=\(directory)&port=\(port)" }

  /// Its TCP port on 127.0.0.1; nobody listens there unless it was asked for.
  let port: Int
  private let addresses: String

  init(listensOnTCP: Bool = false) throws {
    addresses = listensOnTCP ? "127.0.0.1" : ""
    port = listensOnTCP ? try Self.freePort() : 5432
    guard let programs = ProcessInfo.processInfo.environment["RESPEC_TEST_PG_BIN"] else {
      XCTFail("RESPEC_TEST_PG_BIN is not set: run scripts/test, or scripts/test-database swift test")
      throw CancellationError()
    }
    self.programs = programs
    // Short: the name of a socket is limited.
    directory = "/tmp/respec-pg-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    if geteuid() == 0 { _ = try Self.run(["/bin/chown", "postgres", directory]) }
    try asOwner(
      "initdb", "-D", data, "-U", "respec", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
    try start()
  }

  deinit {
    _ = try? run("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"])  // it may have stopped already
    try? FileManager.default.removeItem(atPath: directory)
  }

  private var data: String { directory + "/data" }

  func start() throws {
    try asOwner(
      "pg_ctl", "-D", data, "-l", directory + "/log", "-w", "-o",
      "-c listen_addresses='\(addresses)' -c port=\(port) -c unix_socket_directories=\(directory) -c fsync=off", "start"
    )
  }

  private static func freePort() throws -> Int {
    let socket = SystemCalls.makeSocket(AF_INET)
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw CancellationError() }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  func stop(_ mode: String) throws { try asOwner("pg_ctl", "-D", data, "-m", mode, "-w", "stop") }

  private func asOwner(_ program: String, _ arguments: String...) throws {
    let status = try run(program, arguments)
    guard status == 0 else {
      XCTFail("\(program) ended with \(status)")
      throw CancellationError()
    }
  }

  /// PostgreSQL refuses to run as root.
  private func run(_ program: String, _ arguments: [String]) throws -> Int32 {
    let owner = geteuid() == 0 ? ["/usr/sbin/runuser", "-u", "postgres", "--"] : []
    return try Self.run(owner + ["\(programs)/\(program)"] + arguments)
  }

  /// Not Foundation's Process: it waits for all that a program leaves running, here the server.
  private static func run(_ command: [String]) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...2 { posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0) }
    let arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    XCTAssertEqual(posix_spawn(&process, command[0], &actions, nil, arguments, environ), 0, command[0])
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }
}
