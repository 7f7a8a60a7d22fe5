// RightsCheck: the role's rights, compared with those that this process needs.

enum RightsCheck {
  private static let name = "rights"
  static let grantFix =
    "As the tables' owner, run examples/database/runtime-role.sql with psql (docs/database.md, \"Security\")."

  /// - Parameter migrates: true when the server applies missing migrations at its start.
  static func findings(_ role: RoleFacts, _ schema: SchemaFacts, migrates: Bool) -> [Finding] {
    if role.isSuperuser { return [superuser(role)] + lost(role, schema) }
    guard role.mayUseSchema else {
      return [
        Finding(
          name, .error, "\(role.name) may not use the schema public", cause: "USAGE on it has been revoked.",
          fix: "As its owner: GRANT USAGE ON SCHEMA public TO \(role.name).")
      ]
    }
    let problems = lost(role, schema) + missing(role) + hidden(role) + creation(role, schema, migrates: migrates)
    return problems.isEmpty ? [sufficient(role)] : problems
  }

  /// Tables that the migrations have made and that are gone.
  private static func lost(_ role: RoleFacts, _ schema: SchemaFacts) -> [Finding] {
    let names = role.tables.filter { !$0.exists }.map(\.name)
    guard schema.pending?.isEmpty == true, !names.isEmpty else { return [] }
    return [
      Finding(
        name, .error, "there is no table \(names.joined(separator: ", "))",
        cause: "It was dropped or renamed: the migrations are recorded as applied.", fix: "Restore a backup.")
    ]
  }

  private static func missing(_ role: RoleFacts) -> [Finding] {
    let lacking = role.tables.filter { $0.exists && !$0.missing.isEmpty }
    guard !lacking.isEmpty else { return [] }
    let list = lacking.map { "\($0.missing.joined(separator: ", ")) on \($0.name)" }.joined(separator: "; ")
    let grants = lacking.map { "GRANT \($0.missing.joined(separator: ", ")) ON \($0.name) TO \(role.name)" }
    return [
      Finding(
        name, .error, "\(role.name) lacks \(list)", cause: "Calls that need it fail.",
        fix: "\(grantFix) Or: \(grants.joined(separator: "; ")).")
    ]
  }

  private static func hidden(_ role: RoleFacts) -> [Finding] {
    let names = role.tables.filter(\.hidesRows).map(\.name)
    guard !names.isEmpty else { return [] }
    let commands = names.map { "ALTER TABLE \($0) DISABLE ROW LEVEL SECURITY" }
    return [
      Finding(
        name, .error, "row-level security is on for \(role.name) in \(names.joined(separator: ", "))",
        cause: "Rows that are there would be missing for the server, so it does not start on such tables.",
        fix: "As the tables' owner: \(commands.joined(separator: "; ")). "
          + "Or, as a superuser: ALTER ROLE \(role.name) BYPASSRLS.")
    ]
  }

  private static func creation(_ role: RoleFacts, _ schema: SchemaFacts, migrates: Bool) -> [Finding] {
    guard migrates, schema.pending?.isEmpty == false, !role.mayCreate else { return [] }
    return [
      Finding(
        name, .error, "\(role.name) may not create tables in the schema public, and migrations are pending",
        cause: "The server would apply them at its start (DATABASE_AUTO_MIGRATE=true) and is refused.",
        fix: "Run respec-server migrate as the database's owner, once; the server needs no right to create then.")
    ]
  }

  private static func superuser(_ role: RoleFacts) -> Finding {
    Finding(
      name, .warning, "\(role.name) is a superuser", cause: "Whoever gets hold of DATABASE_URL owns the whole server.",
      fix: "Connect as a role of its own: createuser --pwprompt respec, and let it own the database or the rights in "
        + "examples/database/runtime-role.sql (docs/database.md, \"Security\").")
  }

  private static func sufficient(_ role: RoleFacts) -> Finding {
    guard role.tables.contains(where: \.isOwned) else {
      return .ok(name, "\(role.name) has what the server needs\(role.mayCreate ? "" : ", and may create nothing")")
    }
    return Finding(
      name, .note, "\(role.name) has what the server needs, and owns the tables",
      cause: "The server works with less: to read and change rows is enough once the migrations are applied.",
      fix: "For a role that cannot drop or alter anything see docs/database.md, \"Security\".")
  }
}
