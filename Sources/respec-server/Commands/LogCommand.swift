// log: who changed what, and when, a line a change.

import ArgumentParser
import Models
import Platform
import State

struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Show who changed what and when; with --follow also what changes from now on.",
    discussion: """
      A line a change, the oldest first: the time in UTC, who made it, what was changed, and in brackets the client, the \
      machine and the process. Without --since the last \(ChangeLog.recent) changes are shown.

      With --follow the command goes on until a signal ends it or nobody reads its output, both with exit status 0, and \
      shows the changes of every process on the same file or database, each once, as soon as it is stored.

      Needs STATE_MANAGER=file or database, or STATE_FILE or DATABASE_URL alone.
      Exit status: 0 done, 1 it failed, 64 wrong usage.

      Example:
        respec-server log --project shop --since 2h --follow
      """)

  @Option(help: ArgumentHelp("Only the changes of a project, by its exact name.", valueName: "name"))
  var project: String?

  @Option(
    help: ArgumentHelp(
      "From a time on: a date or a time in UTC, such as 2026-11-25T17:00, or how long ago, such as 90s, 30m, 2h, 7d.",
      valueName: "time"))
  var since: LogBeginning?

  @Flag(help: "Go on with what changes from now on.")
  var follow = false

  @Flag(help: "Print a JSON object a line; for a failure its code, message and details.")
  var json = false

  func run() throws {
    BrokenPipeSignal.ignore()
    if follow { StopSignals.handle {} }
    let name = try projectName()
    let beginning = since?.time(before: Timestamp(microseconds: SystemClock.microseconds))
    let output = LogOutput(isJSON: json)
    try StoreCommand.run(doing: "show the log", json: json) { [follow] state in
      let log = ChangeLog(state: state, project: name, output: output)
      do {
        try await log.show(since: beginning, isFollowing: follow)
      } catch let error as StreamError where error.isClosed {
        // Nobody wants to see more.
      }
    }
  }

  private func projectName() throws -> Name? {
    guard let project else { return nil }
    switch Name.check(project) {
    case .success(let name): return Name(trusted: name)
    case .failure(let violation):
      throw ValidationError("--project: \(violation.problem); allowed: \(Name.allowed)")
    }
  }
}

/// The time from which changes are shown, as it is given.
struct LogBeginning: ExpressibleByArgument, Equatable {
  private enum Form: Equatable {
    case time(Timestamp)
    /// Microseconds.
    case ago(Int64)
  }

  private let form: Form

  /// Nil for what is neither.
  init?(argument: String) {
    if let time = Self.time(argument) {
      form = .time(time)
    } else if let ago = Self.ago(argument) {
      form = .ago(ago)
    } else {
      return nil
    }
  }

  func time(before now: Timestamp) -> Timestamp {
    switch form {
    case .time(let time): time
    case .ago(let microseconds): Timestamp(microseconds: now.microseconds - microseconds)
    }
  }

  /// A date or a time, in which the last parts may be missing.
  private static func time(_ text: String) -> Timestamp? {
    let whole = "0000-00-00T00:00:00.000000Z"
    let given = (text.hasSuffix("Z") ? String(text.dropLast()) : text).replacing(" ", with: "T")
    guard [10, 16, 19].contains(given.utf8.count) || (21...26).contains(given.utf8.count) else { return nil }
    guard case .success(let time) = Timestamp.check(given + whole.dropFirst(given.count)) else { return nil }
    return Timestamp(trusted: time)
  }

  /// A number and a unit, a thousand years at most.
  private static func ago(_ text: String) -> Int64? {
    let seconds: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ seconds[$0] }), let number = Int64(text.dropLast()),
      (0...31_557_600_000 / unit).contains(number)
    else { return nil }
    return number * unit * 1_000_000
  }
}
