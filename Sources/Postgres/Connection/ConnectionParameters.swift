// ConnectionParameters: the parameters that libpq connects with: the user's URI, our defaults under it, our demands
// over it.

import CLibPQ
import Platform

/// libpq's keywords and values.
///
/// Every error that this makes is free of the URI's parts: where a password has an unescaped `@` or `/`, a piece of it
/// is taken for a host, a port or a database.
struct ConnectionParameters {
  private(set) var values: [String: String]

  /// - Throws: `cannotConnect` for a URI that libpq does not take.
  init(_ configuration: PostgresConfiguration, _ pq: LibPQFunctions) throws(PostgresError) {
    values = try Self.parse(configuration.uri, pq)
    try Self.checkEscapes(values, configuration.uri)
    values.merge(Self.defaults(configuration)) { own, _ in own }
    values["client_encoding"] = "UTF8"
  }

  /// In libpq's order of precedence: ours first, the URI's where it says anything.
  private static func defaults(_ configuration: PostgresConfiguration) -> [String: String] {
    var defaults = [
      "fallback_application_name": configuration.applicationName,
      "keepalives_idle": "\(Keepalives.idle)", "keepalives_interval": "\(Keepalives.interval)",
      "keepalives_count": "\(Keepalives.count)",
      // Milliseconds for which sent bytes may stay unacknowledged.
      "tcp_user_timeout": "30000",
    ]
    if configuration.wantsStandby { defaults["target_session_attrs"] = "standby" }
    return defaults
  }

  // MARK: The URI

  private static func parse(_ uri: String, _ pq: LibPQFunctions) throws(PostgresError) -> [String: String] {
    var problem: UnsafeMutablePointer<CChar>?
    guard let options = pq.pointee.PQconninfoParse(uri, &problem) else {
      let message = problem.map { String(cString: $0) } ?? "out of memory"
      pq.pointee.PQfreemem(problem)
      throw invalid("libpq says: \(withoutQuotations(message))")
    }
    defer { pq.pointee.PQconninfoFree(options) }
    return values(of: options)
  }

  /// The options that have a value.
  static func values(of options: UnsafeMutablePointer<PQconninfoOption>) -> [String: String] {
    var values: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
      option += 1
    }
    return values
  }

  /// libpq's message up to where it quotes the URI.
  private static func withoutQuotations(_ message: String) -> String {
    guard let quote = message.firstIndex(of: "\"") else { return message.oneLine }
    return message[..<quote].description.oneLine + " …"
  }

  private static func checkEscapes(_ values: [String: String], _ uri: String) throws(PostgresError) {
    let hosts = (values["host"] ?? "").split(separator: ",")
    let isHostTorn = hosts.contains { $0.dropFirst().contains("@") }
    let isPortTorn = (values["port"] ?? "").contains { !$0.isNumber && $0 != "," }
    let isDatabaseTorn = (values["dbname"] ?? "").contains("@") && uri.hasPart("://") && uri.contains("@")
    guard isHostTorn || isPortTorn || isDatabaseTorn else { return }
    throw invalid("its host, port or database looks like part of a password: write @ as %40, / as %2F, : as %3A there")
  }

  private static func invalid(_ problem: String) -> PostgresError {
    PostgresError(.cannotConnect, "the database URI is not valid: \(problem)")
  }

  // MARK: The attempt's needs

  /// Longest wait for one host; nil when the URI leaves it open.
  var connectTimeout: Duration? {
    guard let text = values["connect_timeout"], let seconds = Int(text), seconds > 0 else { return nil }
    return .seconds(max(2, seconds))
  }

  /// Takes a host out of the list.
  ///
  /// - Returns: false when it is the last one, or not found.
  mutating func removeHost(_ name: String, port: String) -> Bool {
    let lists = ["host", "hostaddr", "port"].map { list($0) }
    let count = max(lists[0].count, lists[1].count)
    func item(_ list: [String], _ index: Int) -> String {
      list.count == 1 && count > 1 ? list[0] : (index < list.count ? list[index] : "")
    }
    let found = (0..<count).first { index in
      let host = item(lists[0], index)
      let ports = item(lists[2], index)
      return (host.isEmpty ? item(lists[1], index) : host) == name && (ports == port || ports.isEmpty)
    }
    guard count > 1, let found else { return false }
    for (keyword, var list) in zip(["host", "hostaddr", "port"], lists) where list.count > 1 {
      list.remove(at: found)
      values[keyword] = list.joined(separator: ",")
    }
    return true
  }

  private func list(_ keyword: String) -> [String] {
    (values[keyword] ?? "").split(separator: ",", omittingEmptySubsequences: values[keyword] == nil).map(String.init)
  }

  /// The message without the password, should it be in there. One that is also the name of the user, a host or the
  /// database tells nothing there.
  func redact(_ message: String) -> String {
    guard let password = values["password"], !password.isEmpty else { return message }
    let isPublic = ["user", "host", "hostaddr", "port", "dbname"].contains { values[$0]?.hasPart(password) == true }
    return isPublic ? message : message.substituting(password, with: "***")
  }
}
