// Pooler: a pgbouncer of one test's own, before the PostgreSQL of the tests.

import Foundation

/// A pgbouncer as its package leaves it, but for its mode, its place and the roles that it lets in. `deinit` ends it, and
/// so does the end of this process.
public final class Pooler {
  /// pgbouncer's `pool_mode`.
  public enum Mode: String, CaseIterable, Sendable { case session, transaction }

  /// The folder of its socket.
  public let folder: String
  /// The port in the socket's name.
  public let port = "6432"
  private var keeper: Process?
  private var process: Int32 = 0

  /// - Parameters:
  ///   - host: the folder of PostgreSQL's socket.
  ///   - roles: those that it lets in, without a password.
  ///   - keepsStatements: false for a pooler that keeps no prepared statements, as before 1.21.
  ///   - settings: further lines of its configuration, such as `default_pool_size = 1`.
  /// - Throws: `PoolerFailure` when pgbouncer is not installed, or does not start.
  public init(
    _ mode: Mode, host: String, port databasePort: String, roles: [String] = ["respec", "postgres"],
    keepsStatements: Bool = true, settings: [String] = []
  ) throws {
    // Short: the name of a socket is limited.
    folder = "/tmp/respec-pooler-\(UInt32.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    let lines =
      [
        "[databases]", "* = host=\(host) port=\(databasePort)", "[pgbouncer]", "pool_mode = \(mode.rawValue)",
        "unix_socket_dir = \(folder)", "listen_port = \(port)", "auth_type = trust", "auth_file = \(folder)/roles",
      ] + settings
      + (try keepsStatements || Self.version() < 21 ? [] : ["max_prepared_statements = 0"])
    try write("pgbouncer.ini", lines)
    try write("roles", roles.map { "\"\($0)\" \"\"" })
    // It refuses to run as root.
    if geteuid() == 0, let owner = getpwnam("postgres") { chown(folder, owner.pointee.pw_uid, owner.pointee.pw_gid) }
    try start()
  }

  deinit {
    stop()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func write(_ name: String, _ lines: [String]) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  /// A database behind it, as `role`.
  public func uri(_ database: String, role: String = "respec") -> String {
    "postgresql://\(role)@/\(database)?host=\(folder)&port=\(port)"
  }

  // MARK: Life

  private static let missing = PoolerFailure(
    description: "pgbouncer is not installed: run the tests with scripts/test, which installs it")

  /// The second part of its version, such as 18 for 1.18.0.
  private static func version() throws -> Int {
    let shell = Process(), output = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "PATH=$PATH:/usr/sbin; ${RESPEC_TEST_PGBOUNCER:-pgbouncer} --version"]
    shell.standardOutput = output
    try shell.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    guard let part = text.firstMatch(of: #/ 1\.(\d+)/#)?.output.1, let version = Int(part) else { throw missing }
    return version
  }

  /// A shell that prints pgbouncer's number and ends it at the end of the input; by SIGKILL, as the threads of tests have
  /// other signals blocked and their children inherit that.
  private static let script = """
    PATH=$PATH:/usr/sbin; program=${RESPEC_TEST_PGBOUNCER:-pgbouncer}
    command -v "$program" >/dev/null || { echo missing; exit; }
    "$program" -q "$@" >pooler.log 2>&1 & echo $!
    cat; kill -KILL $!; wait
    """

  /// Starts it, again after `kill`.
  public func start() throws {
    let shell = Process()
    let (input, output) = (Pipe(), Pipe())
    // Not for the programs that the test starts meanwhile: the shell waits until all have closed it.
    _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.currentDirectoryURL = URL(fileURLWithPath: folder)
    let user = geteuid() == 0 ? ["-u", "postgres"] : []
    shell.arguments = ["-c", Self.script, "sh"] + user + ["\(folder)/pgbouncer.ini"]
    (shell.standardInput, shell.standardOutput) = (input, output)
    try shell.run()
    keeper = shell
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let number = Int32(line.trimmingCharacters(in: .newlines)) else { throw Self.missing }
    process = number
    try waitUntilItListens()
  }

  private func waitUntilItListens() throws {
    let end = Date(timeIntervalSinceNow: 10)
    while !SystemCalls.canConnect(toSocketAt: "\(folder)/.s.PGSQL.\(port)") {
      guard Date() < end, keeper?.isRunning == true else {
        let log = try? String(contentsOfFile: "\(folder)/pooler.log", encoding: .utf8)
        throw PoolerFailure(description: "pgbouncer does not start: \(log ?? "no log")")
      }
      usleep(2_000)
    }
  }

  /// Kills it, with every connection of its clients and to the server.
  public func kill() { stop() }

  private func stop() {
    (keeper?.standardInput as? Pipe)?.fileHandleForWriting.closeFile()
    keeper?.waitUntilExit()
    keeper = nil
  }
}

/// A pooler could not be started.
public struct PoolerFailure: Error, CustomStringConvertible {
  /// The sentence that the failed test shows.
  public let description: String
}
