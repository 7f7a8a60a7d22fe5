// WriteScope: the two ways in which a writing operation can run: as a transaction of its own, or as a part of one.

import Models
import Postgres
import State

/// The transaction that a writing operation's commands belong to.
enum WriteScope: Sendable {
  /// The operation is a transaction of its own.
  case own
  /// The operation is part of a transaction that somebody else begins and ends.
  case joined

  /// The first commands of several round trips.
  func begin(
    _ commands: PostgresCommand..., on connection: isolated PostgresConnection
  ) throws(PostgresError) -> [PostgresResult] {
    switch self {
    case .own: Array(try connection.pipeline([.begin] + commands).dropFirst())
    case .joined: try connection.pipeline(commands)
    }
  }

  /// The last commands of several round trips, and the entry of `change` in the record of changes.
  ///
  /// - Parameter author: nil where changes are not recorded.
  func end(
    _ commands: PostgresCommand..., recording change: Change, by author: ChangeAuthor?,
    on connection: isolated PostgresConnection
  ) throws {
    let entry = try author.map { try ChangeSQL.record(change, by: $0) }
    _ = try connection.pipeline(commands + [entry].compactMap { $0 } + (self == .own ? [.commit] : []))
  }

  /// The last commands of several round trips.
  func end(
    _ commands: PostgresCommand..., on connection: isolated PostgresConnection
  ) throws(PostgresError) -> [PostgresResult] {
    switch self {
    case .own: Array(try connection.pipeline(commands + [.commit]).dropLast())
    case .joined: commands.isEmpty ? [] : try connection.pipeline(commands)
    }
  }
}
