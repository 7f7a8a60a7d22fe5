// WriteSession: the writing thread's open file, and the transactions in it.

import Logging
import Models
import Platform
import SQLite
import State

/// Runs jobs in transactions, each under the lock. Belongs to the writing thread.
final class WriteSession {
  /// An open file.
  private struct Open {
    let paths: StatePaths
    let connection: SQLiteConnection
    let identity: FileIdentity
    let log: FileIdentity
  }

  /// The most jobs that share a transaction, and the time after which no further one joins it.
  private static let (groupSize, groupTime) = (64, Duration.milliseconds(20))

  private let file: StateFile
  private let reader: Reader
  private let logger: Logger
  private var open: Open?
  private var lock: (paths: StatePaths, lock: FileLock)?
  /// True once a file has been opened.
  private var hadFile = false
  private var plan = CheckpointPlan()

  init(_ file: StateFile, reader: Reader, logger: Logger) {
    self.file = file
    self.reader = reader
    self.logger = logger
  }

  // MARK: Jobs

  /// Runs what `next` gives, in one transaction.
  ///
  /// - Parameters:
  ///   - next: takes the next job; its parameter is true for the first.
  ///   - rest: takes all jobs, which fail when there can be no transaction.
  func serve(next: (_ isFirst: Bool) -> WriteJob?, rest: () -> [WriteJob]) {
    do {
      let lock = try takeLock()
      defer { lock.release() }
      let connection = try ready()
      try begin(connection)
      runGroup(on: connection, next: next)
      checkpoint(connection, plan.mode(logPages: connection.logPages))
    } catch {
      let failure = failure(of: error)
      for job in rest() { job.fail(failure) }
    }
  }

  private func begin(_ connection: SQLiteConnection) throws {
    do {
      try connection.begin(.immediate)
    } catch {
      closeIfBroken(error)
      throw error
    }
  }

  /// Answers no job before all of them are committed: one may have seen what another did.
  private func runGroup(on connection: SQLiteConnection, next: (_ isFirst: Bool) -> WriteJob?) {
    var jobs: [WriteJob] = []
    var answers: [@Sendable () -> Void] = []
    let end = ContinuousClock.now + Self.groupTime
    while jobs.count < Self.groupSize, let job = next(jobs.isEmpty) {
      jobs.append(job)
      do {
        answers.append(try connection.part { try job.attempt(connection) })
      } catch {
        let failure = failure(of: error)
        guard connection.isInTransaction else { return runAgain(jobs, after: error, on: connection) }
        answers.append { job.fail(failure) }
      }
      if job.isAlone || ContinuousClock.now > end { break }
    }
    finish(jobs, answers, on: connection)
  }

  private func finish(_ jobs: [WriteJob], _ answers: [@Sendable () -> Void], on connection: SQLiteConnection) {
    do {
      try connection.commit()
      WriterExecutor.shared.answer(answers)
    } catch {
      let failure = failure(of: error)
      closeIfBroken(error)
      for job in jobs { job.fail(failure) }
    }
  }

  /// SQLite has taken the whole transaction back: each job gets one of its own, so that the one at fault fails alone.
  private func runAgain(_ jobs: [WriteJob], after error: any Error, on connection: SQLiteConnection) {
    guard jobs.count > 1 else {
      let failure = failure(of: error)
      closeIfBroken(error)
      for job in jobs { job.fail(failure) }
      return
    }
    var last: any Error = error
    for job in jobs {
      do {
        let answer = try connection.transaction(.immediate) { try job.attempt(connection) }
        answer()
      } catch {
        last = error
        job.fail(failure(of: error))
      }
    }
    closeIfBroken(last)
  }

  // MARK: The file

  private func takeLock() throws -> FileLock {
    let paths = try isInPlace ? StatePaths(resolving: file.path) : file.locate(mayBegin: !hadFile)
    let lock = lock.flatMap { $0.paths == paths ? $0.lock : nil } ?? FileLock(paths)
    self.lock = (paths, lock)
    try lock.acquire()
    return lock
  }

  /// True while the path leads to the file that is open: it needs no folders then, and can be locked.
  private var isInPlace: Bool {
    guard let open else { return false }
    return (try? FileIdentity(path: file.path)) == open.identity
  }

  /// The connection to the file that the path leads to. To be called with the lock.
  private func ready() throws -> SQLiteConnection {
    guard let paths = lock?.paths else { throw Failure.shutDown }
    if let open {
      guard let facts = try FileFacts.of(paths.file) else { throw Failure.gone(file.path) }
      let isSame = facts.identity == open.identity
      // What the log still holds would not make it whole.
      guard !isSame || facts.size > 0 else { throw Failure.emptied(file.path) }
      if isSame, reader.isOpen { return open.connection }
      if !isSame { try takeLogAway(open) }
      close()
    }
    let (connection, identity, applied) = try file.open(paths, mayBegin: !hadFile)
    reader.take(try file.connect(paths, .queries), to: identity)
    let log = try FileIdentity(path: paths.log)
    open = Open(paths: paths, connection: connection, identity: identity, log: log)
    (hadFile, plan) = (true, CheckpointPlan())
    note(applied)
    return connection
  }

  /// Another file has taken the place of the one that is open, whose log still stands there: SQLite would take it for
  /// the other's. What is in it goes into the file that it belongs to, wherever that is now.
  private func takeLogAway(_ open: Open) throws {
    guard (try? FileIdentity(path: open.paths.log)) == open.log else { return }
    guard try !open.connection.checkpoint(.truncate).isBlocked else { throw Failure.replacedInUse(file.path) }
    close()
    FileSystem.remove(open.paths.log)
    FileSystem.remove(open.paths.index)
  }

  private func note(_ applied: [Migration]) {
    for migration in applied {
      logger.info(
        "applied a migration", metadata: ["version": "\(migration.version)", "description": "\(migration.description)"])
    }
  }

  private func close() {
    open?.connection.close()
    open = nil
    reader.close()
  }

  /// After some errors the file is opened anew: SQLite may hold on to a state that is no longer true.
  private func closeIfBroken(_ error: any Error) {
    if let error = error as? SQLiteError, error.breaksConnection { close() }
  }

  private func failure(of error: any Error) -> Failure {
    let failure = Failure(error, on: file.path)
    if !(error is Failure) {
      logger.log(
        level: failure.code == .internal ? .error : .debug, "an operation on the state file failed",
        metadata: ["error": "\(error)"])
    }
    return failure
  }

  // MARK: The log

  private func checkpoint(_ connection: SQLiteConnection, _ mode: SQLiteConnection.CheckpointMode?) {
    guard let mode else { return }
    do {
      // Writers wait meanwhile, here and in other processes.
      try connection.setBusyTimeout(.milliseconds(100))
      defer { try? connection.setBusyTimeout(file.busyTimeout) }
      plan.note(try connection.checkpoint(mode))
    } catch {
      logger.debug("no checkpoint", metadata: ["error": "\(error)"])
    }
  }

  /// Shortens the log when nothing has happened for a while, or at the end, unless others are at work.
  func tidy(isEnding: Bool = false) {
    guard let open, let lock = lock?.lock, (try? lock.tryToAcquire()) == true else { return }
    defer { lock.release() }
    guard (try? FileIdentity(path: open.paths.file)) == open.identity else { return }
    checkpoint(open.connection, isEnding ? .truncate : plan.idleMode(logPages: open.connection.logPages))
  }

  /// Closes everything.
  func end() {
    tidy(isEnding: true)
    close()
    lock = nil
  }
}
