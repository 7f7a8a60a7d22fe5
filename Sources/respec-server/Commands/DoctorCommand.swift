// doctor: checks the settings and the place of state, and prints each finding with its cause and fix.

import ArgumentParser
import Doctor
import Platform

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the settings and the state file or database; say what is wrong, why, and what to do.",
    discussion: """
      Changes nothing, takes ten seconds at most and never prints a password. Fails only when \
      something keeps the server from its work (level error), so it serves as a health check.
      """)

  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let report = DoctorReport(findings: try findings())
    try CommandOutput.print(json ? report.json() : report.text)
    if report.status == .error { throw ExitCode.failure }
  }

  private func findings() throws -> [Finding] {
    let settings: Configuration
    do {
      settings = try Configuration(variable: Environment.value)
    } catch {
      return VariableCheck.findings(error.problems, names: Environment.names)
    }
    let variables = VariableCheck.findings([], names: Environment.names)
    switch settings.store {
    case .memory: return variables + [VariableCheck.memory(names: Environment.names)]
    case .file(let file): return variables + FileDiagnosis(path: file.path).findings()
    case .database(let database):
      let diagnosis = DatabaseDiagnosis(
        database.pool, replica: database.replicaPool, migrates: database.autoMigrate)
      return variables + (try waiting { await diagnosis.findings() })
    }
  }
}
