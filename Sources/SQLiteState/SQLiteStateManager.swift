// SQLiteStateManager: the state in one file, shared by the server processes of one machine.
//
// Reading operations run where their caller is; writing ones gather on one thread and share transactions. The operations
// stand in files of their own, an entity each; their SQL likewise.

import Logging
import Models
import Platform
import SQLite
import State

/// Keeps the state in a SQLite database.
///
/// Nothing is touched before the first operation, which makes the file where there is none.
public final class SQLiteStateManager: StateManager {
  /// The policies that decide on feedback.
  public let policies: LoopPolicies
  let historyLimit: Int
  let sources: StateSources
  private let file: StateFile
  private let reader: Reader
  private let writer: Writer
  private let logger: Logger

  /// - Parameters:
  ///   - path: the file; absolute. Its folders are made as far as they are missing, for their owner alone.
  ///   - timeout: the longest wait of an operation for other processes, after which it fails with `busy`.
  ///   - historyLimit: the number of loops that a project's history keeps, from 1.
  public init(
    path: String, timeout: Duration = .seconds(10), policies: LoopPolicies = LoopPolicies(), historyLimit: Int = 10,
    sources: StateSources = .system, logger: Logger
  ) {
    precondition(historyLimit >= 1 && path.hasPrefix("/"))
    self.policies = policies
    self.historyLimit = historyLimit
    self.sources = sources
    self.logger = logger
    file = StateFile(path: path, timeout: timeout, logger: logger)
    reader = Reader(path: path)
    writer = Writer(file, reader: reader, timeout: timeout, logger: logger)
  }

  deinit { writer.stop(patience: 0) }

  /// Waits until its task is cancelled, then closes the file and leaves it tidy. Returns within a second.
  public func run() async {
    let (cancelled, continuation) = AsyncStream.makeStream(of: Void.self)
    for await _ in cancelled {}
    withExtendedLifetime(continuation) { writer.stop(patience: 0.9) }
  }

  // MARK: Running operations

  /// Runs a reading operation: everything that it reads is of one moment.
  ///
  /// - Throws: the error of `body`, as a `Failure`.
  func read<Result: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws -> Result
  ) async throws(Failure) -> Result {
    if let result = try readOpen(body) { return result }
    // Once more: the file can have been replaced in between.
    for _ in 0..<2 {
      try await writer.submit { _ in }
      if let result = try readOpen(body) { return result }
    }
    throw Failure(.unavailable, "The state file \(file.path) is being replaced again and again: try again.")
  }

  private func readOpen<Result: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws -> Result
  ) throws(Failure) -> Result? {
    do { return try reader.read(body) } catch { throw failure(of: error) }
  }

  /// Runs a long reading operation on a connection and a thread of its own, so that it is in nobody's way: everything
  /// that it reads is of one moment.
  ///
  /// - Throws: the error of `body`, as a `Failure`.
  func readApart<Result: Sendable>(
    _ body: @escaping @Sendable (SQLiteConnection) throws -> Result
  ) async throws(Failure) -> Result {
    try await read { _ in }
    let outcome: Swift.Result<Result, any Error> = await withCheckedContinuation { continuation in
      do {
        try DetachedThread.start(name: "state-reader") { [file] in
          continuation.resume(
            returning: Swift.Result {
              let connection = try file.connect(try StatePaths(resolving: file.path), .queries)
              return try connection.transaction(.deferred) { try body(connection) }
            })
        }
      } catch {
        continuation.resume(returning: .failure(error))
      }
    }
    do { return try outcome.get() } catch { throw failure(of: error) }
  }

  /// Runs a writing operation. An error undoes it; a result is returned once it is on the disk. With an idempotent
  /// call, operation and result are stored together, and a repeat gets the first result.
  ///
  /// - Parameters:
  ///   - isLong: true for what takes long: others wait for it, and nothing shares its transaction.
  ///   - body: runs in an open transaction, which it neither ends nor begins; may run again where that was lost.
  /// - Throws: the error of `body`, as a `Failure`; `busy` where it could not begin in time.
  func write<Result: Codable & Sendable>(
    once call: IdempotentCall?, isLong: Bool = false, _ body: @escaping @Sendable (SQLiteConnection) throws -> Result
  ) async throws(Failure) -> Written<Result> {
    guard let call else { return Written(try await writer.submit(isAlone: isLong, body)) }
    let now = sources.now()
    return try await writer.submit(isAlone: isLong) { connection in
      if let first: Result = try call.first(on: connection, at: now) { return Written(first, isReplay: true) }
      let result = try body(connection)
      try call.remember(result, on: connection, at: now)
      return Written(result)
    }
  }

  private func failure(of error: any Error) -> Failure {
    let failure = Failure(error, on: file.path)
    if failure.code == .internal, !(error is Failure) {
      logger.error("an operation on the state file failed", metadata: ["error": "\(error)"])
    }
    return failure
  }
}
