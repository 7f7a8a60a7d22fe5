// Standby: a streaming copy of a test's PostgreSQL, which is gone with the test.

import Foundation

/// Made by pg_basebackup. `deinit` ends it, and so does the end of this process.
public final class Standby {
  /// The folder of its socket, its data and its log.
  public let folder: String
  /// The port in the socket's name; it listens nowhere else.
  public let port = "5432"
  private let keeper = Process()
  private let input = Pipe()

  /// A standby that has started to follow.
  ///
  /// - Parameters:
  ///   - host: the folder of the primary's socket.
  ///   - settings: lines of its configuration, such as `recovery_min_apply_delay = 500ms`.
  /// - Throws: `StandbyFailure` when PostgreSQL's programs are missing, or fail.
  public init(host: String, port primaryPort: String, settings: [String] = []) throws {
    // Short: the name of a socket is limited.
    folder = "/tmp/respec-standby-\(UInt32.random(in: 0 ... .max))"
    let own = ["port = \(port)", "unix_socket_directories = '\(folder)'", "listen_addresses = ''"]
    let output = Pipe()
    // Not for the programs that the test starts meanwhile: the shell waits until all have closed it.
    _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
    keeper.executableURL = URL(fileURLWithPath: "/bin/sh")
    keeper.currentDirectoryURL = URL(fileURLWithPath: "/")
    keeper.arguments = ["-c", Self.script, "sh", folder, host, primaryPort] + own + settings
    (keeper.standardInput, keeper.standardOutput) = (input, output)
    try keeper.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard line == "ready\n" else { throw StandbyFailure(description: line) }
  }

  deinit {
    input.fileHandleForWriting.closeFile()
    keeper.waitUntilExit()
  }

  /// Prints `ready` or the reason why there is no standby, and ends it at the end of the input.
  private static let script = """
    \(functions)
    folder=$1 host=$2 port=$3; shift 3
    for program in pg_basebackup pg_ctl postgres; do
      [ -x "$RESPEC_TEST_PG_BIN/$program" ] && continue
      echo "there is no $program in RESPEC_TEST_PG_BIN ($RESPEC_TEST_PG_BIN): install PostgreSQL's server and client" \\
        "programs, and run the tests with scripts/test"
      exit
    done
    as_owner mkdir "$folder"
    {
      as_owner "$RESPEC_TEST_PG_BIN/pg_basebackup" -h "$host" -p "$port" -U postgres -D "$folder/data" -R -X stream \\
        -c fast --no-sync &&
      printf '%s\\n' "$@" | as_owner tee -a "$folder/data/postgresql.conf" &&
      as_owner "$RESPEC_TEST_PG_BIN/pg_ctl" -D "$folder/data" -l "$folder/log" -w start
    } >"$folder.setup" 2>&1 && echo ready || { tr '\\n' ' ' <"$folder.setup"; }
    cat >/dev/null
    as_owner "$RESPEC_TEST_PG_BIN/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$folder" "$folder.setup"
    """

  /// PostgreSQL refuses to run as root.
  private static let functions = """
    as_owner() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
    """

  /// A database of it, as `role`.
  public func uri(_ database: String, role: String = "respec") -> String {
    "postgresql://\(role)@/\(database)?host=\(folder)&port=\(port)"
  }

  /// Its log so far.
  public func log() throws -> String { try String(contentsOfFile: "\(folder)/log", encoding: .utf8) }

  // MARK: Faults

  /// Stops it, with all of its connections.
  public func stop() throws { try control("-m immediate stop") }

  /// Starts it again.
  public func start() throws { try control("-l \(folder)/log start") }

  /// Makes a primary of it.
  public func promote() throws { try control("promote") }

  private func control(_ arguments: String) throws {
    let shell = Process(), output = Pipe()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.currentDirectoryURL = URL(fileURLWithPath: "/")
    let command = "as_owner \"$RESPEC_TEST_PG_BIN/pg_ctl\" -D \(folder)/data -w \(arguments) >\(folder).control 2>&1"
    shell.arguments = ["-c", "\(Self.functions)\n\(command) || cat \(folder).control; rm \(folder).control"]
    shell.standardOutput = output
    try shell.run()
    let problem = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    guard problem.isEmpty else { throw StandbyFailure(description: "pg_ctl \(arguments): \(problem)") }
  }
}

/// A standby could not be made, or does not do what is asked of it.
public struct StandbyFailure: Error, CustomStringConvertible {
  /// The sentence that the failed test shows.
  public let description: String
}
