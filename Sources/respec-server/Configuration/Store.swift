// Store: the place that state is kept in, with the settings of that place.

/// A place to keep state in.
enum Store: Equatable {
  /// In the process: gone at its exit. The most bytes that it may take up, 1,048,576 or more.
  case memory(limit: Int)
  /// In one file.
  case file(FileSettings)
  /// In a PostgreSQL database.
  case database(DatabaseSettings)

  /// The values of `STATE_MANAGER`.
  enum Kind: String, CaseIterable { case memory, file, database }

  /// The place's value of `STATE_MANAGER`.
  var kind: Kind {
    switch self {
    case .memory: .memory
    case .file: .file
    case .database: .database
    }
  }

  /// Reads the settings of the place that the environment asks for; those of the others are not looked at.
  ///
  /// - Parameter standard: the place where `STATE_MANAGER` is not set.
  init(from reader: inout ConfigurationReader, standard: Kind) {
    switch reader.choice(.stateManager, Kind.self) ?? standard {
    case .memory: self = .memory(limit: reader.integer(.stateMemoryLimit, in: 1_048_576...Int.max))
    case .file: self = .file(FileSettings(from: &reader))
    case .database: self = .database(DatabaseSettings(from: &reader))
    }
  }

  /// True where the process comes to hold a password.
  var hasSecrets: Bool { kind == .database }
}
