// Launch: posix_spawn with chosen descriptors, default signals and nothing inherited.

import Foundation

/// A failed system call.
struct LaunchFailure: Error, CustomStringConvertible {
  let call: String
  let code: Int32
  var description: String { "\(call): \(String(cString: strerror(code)))" }
}

/// A pipe whose ends no child inherits, both numbered above those that a child is given.
struct Pipe {
  let readEnd: Int32
  let writeEnd: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw LaunchFailure(call: "pipe", code: errno) }
    readEnd = fcntl(ends[0], F_DUPFD_CLOEXEC, 10)
    writeEnd = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
    for end in ends { close(end) }
  }
}

/// A process about to be started. To be started once.
struct Launch {
  private let binary: String
  private let arguments: [String]
  private let environment: [String: String]
  private var actions = posix_spawn_file_actions_t()

  init(binary: String, arguments: [String], environment: [String: String]) {
    self.binary = binary
    self.arguments = arguments
    self.environment = environment
    posix_spawn_file_actions_init(&actions)
  }

  mutating func give(_ descriptor: Int32, as number: Int32) {
    posix_spawn_file_actions_adddup2(&actions, descriptor, number)
  }

  mutating func openDevNull(as number: Int32) {
    posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDONLY, 0)
  }

  mutating func close(_ number: Int32) { posix_spawn_file_actions_addclose(&actions, number) }

  /// Starts it and returns its process id.
  mutating func start() throws -> pid_t {
    defer { posix_spawn_file_actions_destroy(&actions) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The tests ignore SIGPIPE; what they start must not inherit that.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    let argv = strings([binary] + arguments)
    let envp = strings(environment.map { "\($0.key)=\($0.value)" })
    defer { for pointer in argv + envp { free(pointer) } }
    var processID: pid_t = 0
    let code = posix_spawn(&processID, binary, &actions, &attributes, argv, envp)
    guard code == 0 else { throw LaunchFailure(call: "cannot start \(binary)", code: code) }
    return processID
  }

  private func strings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
}
