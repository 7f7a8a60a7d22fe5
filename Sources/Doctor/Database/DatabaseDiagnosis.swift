// DatabaseDiagnosis: the checks of a database that an operator would make by hand, over one connection.

import Logging
import Postgres
import PostgresState
import State

/// Looks at a database and changes nothing.
public struct DatabaseDiagnosis: Sendable {
  private let configuration: PostgresConfiguration
  private let replica: PostgresConfiguration?
  private let migrates: Bool

  /// The longest time for all checks, so that a command or a container's health check never hangs.
  private static let limit = Duration.seconds(9)

  /// A diagnosis of the database that `configuration` leads to.
  ///
  /// - Parameters:
  ///   - replica: the standbys that are to answer reads; nil for none.
  ///   - migrates: true when the server would apply missing migrations at its start.
  public init(_ configuration: PostgresConfiguration, replica: PostgresConfiguration? = nil, migrates: Bool) {
    self.configuration = configuration
    self.replica = replica
    self.migrates = migrates
  }

  /// One finding or more a check; where no connection can be made, those that need none and why. Takes 10 seconds at
  /// most. No finding holds a password.
  public func findings() async -> [Finding] {
    do {
      let library = try PostgresProbe.libraryVersion()
      return [VersionCheck.library(library)] + (await findings(by: Self.probe(configuration)))
    } catch {
      return [ConnectionCheck.finding(for: error)]
    }
  }

  /// The checks find everything that a pool would log.
  private static func probe(_ configuration: PostgresConfiguration) -> PostgresProbe {
    PostgresProbe(configuration, logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() })
  }

  private func findings(by probe: PostgresProbe) async -> [Finding] {
    async let standby = lookAtReplica()
    do {
      let (facts, position) = try await probe.withConnection(within: Self.limit) { connection in
        (try DatabaseFacts(from: connection), LogPosition(try? connection.execute(LogPosition.current)))
      }
      return findings(facts, probe.transport) + replicaFindings(await standby, primary: position)
    } catch {
      // Nothing else is thrown by a look.
      let error = error as? PostgresError ?? PostgresError(.cannotConnect, "\(error)")
      return [ConnectionCheck.finding(for: error)] + TLSCheck.findings(beforeConnection: probe.transport)
    }
  }

  /// Nil where there is none. At the same time as the look at the primary, so that both together take no longer.
  private func lookAtReplica() async -> Result<ReplicaFacts, PostgresError>? {
    guard var replica else { return nil }
    replica.wantsStandby = true
    let probe = Self.probe(replica)
    do {
      return .success(try await probe.withConnection(within: Self.limit) { try ReplicaFacts(from: $0) })
    } catch {
      return .failure(error as? PostgresError ?? PostgresError(.cannotConnect, "\(error)"))
    }
  }

  private func replicaFindings(
    _ look: Result<ReplicaFacts, PostgresError>?, primary: LogPosition?
  ) -> [Finding] {
    switch look {
    case nil: return []
    case .failure(let error): return [ReplicaCheck.finding(for: error)]
    case .success(var facts):
      facts.primary = primary
      return [ReplicaCheck.finding(facts)]
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
