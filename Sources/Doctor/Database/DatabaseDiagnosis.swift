// DatabaseDiagnosis: the checks of a database that an operator would make by hand, over one connection.

import Logging
import Postgres
import State

/// Looks at a database and changes nothing.
public struct DatabaseDiagnosis: Sendable {
  private let configuration: PostgresConfiguration
  private let migrates: Bool

  /// The longest time for all checks, so that a command or a container's health check never hangs.
  private static let limit = Duration.seconds(9)

  /// A diagnosis of the database that `configuration` leads to.
  ///
  /// - Parameter migrates: true when the server would apply missing migrations at its start.
  public init(_ configuration: PostgresConfiguration, migrates: Bool) {
    self.configuration = configuration
    self.migrates = migrates
  }

  /// One finding or more a check; where no connection can be made, those that need none and why. Takes 10 seconds at
  /// most. No finding holds a password.
  public func findings() async -> [Finding] {
    // The checks find everything that the pool would log.
    let probe = PostgresProbe(configuration, logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() })
    do {
      let library = try PostgresProbe.libraryVersion()
      return [VersionCheck.library(library)] + (await findings(by: probe))
    } catch {
      return [ConnectionCheck.finding(for: error)]
    }
  }

  private func findings(by probe: PostgresProbe) async -> [Finding] {
    do {
      let facts = try await probe.withConnection(within: Self.limit) { try DatabaseFacts(from: $0) }
      return findings(facts, probe.transport)
    } catch {
      // Nothing else is thrown by a look.
      let error = error as? PostgresError ?? PostgresError(.cannotConnect, "\(error)")
      return [ConnectionCheck.finding(for: error)] + TLSCheck.findings(beforeConnection: probe.transport)
    }
  }

  private func findings(_ facts: DatabaseFacts, _ transport: TransportSecurity?) -> [Finding] {
    [
      [.ok("connection", "\(facts.role.name) is connected to the database \(facts.databaseName) on \(facts.peer)")],
      [TLSCheck.finding(transport, encryption: facts.encryption)],
      [VersionCheck.server(facts.version, name: facts.versionName)],
      EncodingCheck.findings(facts), WritableCheck.findings(facts),
      [MigrationCheck.finding(facts.schema, migrates: migrates)],
      [SessionCheck.finding(facts.session)],
      [TrigramCheck.finding(facts.trigrams, schema: facts.schema, role: facts.role.name)],
      RightsCheck.findings(facts.role, facts.schema, migrates: migrates),
      [PoolCheck.finding(facts.connections, maximum: configuration.maximumConnections)],
      DurabilityCheck.findings(facts.durability),
    ].flatMap { $0 }
  }
}
