// Migration: one numbered change of a store's schema, which the binary carries as a file.

import JSON

/// One change of a store's schema.
public struct Migration: Sendable, Equatable {
  /// The number, from 1; versions have no gaps.
  public let version: Int
  /// The words by which the file records itself, such as `add indexes`.
  public let description: String
  /// The file: one transaction, which ends by recording itself.
  public let sql: String

  /// The file's name, such as `002_add_indexes.sql`.
  public var fileName: String {
    let number = version < 1000 ? String(digitsOf: UInt64(version), count: 3) : String(version)
    return "\(number)_\(description.map { $0 == " " ? "_" : String($0) }.joined()).sql"
  }

  /// A migration of the binary's.
  ///
  /// - Parameter resource: the file's bytes, UTF-8.
  package init(_ version: Int, _ description: String, _ resource: [UInt8]) {
    self.version = version
    self.description = description
    sql = String(decoding: resource, as: UTF8.self)
  }
}
