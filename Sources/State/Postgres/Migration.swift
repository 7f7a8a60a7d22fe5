// Migration: the files under migrations/, which the binary carries.

/// One change of the schema.
public struct Migration: Sendable, Equatable {
  /// 1, 2, … without a gap.
  public let version: Int
  /// What the file records about itself.
  public let description: String
  /// The file: one transaction, which ends by recording itself.
  public let sql: String

  /// The file's name under migrations/.
  public var fileName: String {
    let digits = String(version)
    let number = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    return "\(number)_\(description.map { $0 == " " ? "_" : String($0) }.joined()).sql"
  }

  private init(_ version: Int, _ description: String, _ resource: [UInt8]) {
    self.version = version
    self.description = description
    sql = String(decoding: resource, as: UTF8.self)
  }

  /// All, in order.
  public static let all = [
    Migration(1, "initial schema", PackageResources._01_initial_schema_sql),
    Migration(2, "add indexes", PackageResources._02_add_indexes_sql),
    Migration(3, "add link index", PackageResources._03_add_link_index_sql),
  ]
}
