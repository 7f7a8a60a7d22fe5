// ClientConfiguration: a file under examples/clients: how a client starts the server.

import EndToEndSupport
import Foundation
import JSON

/// The server's entry in a client's configuration.
struct ClientConfiguration {
  let file: String
  let command: String
  let arguments: [String]
  let environment: [String: String]

  struct Malformed: Error { let file: String }

  static let folder = Transcript.root.appendingPathComponent("examples/clients")

  /// Those of all files, and those that the page there shows.
  static func all() throws -> [ClientConfiguration] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try files.flatMap { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      if file == "README.md" { return try snippets(text).map { try ClientConfiguration(file: file, json: $0) } }
      return [try ClientConfiguration(file: file, json: file.hasSuffix(".toml") ? json(ofTOML: text) : text)]
    }
  }

  /// From JSON of the form `{"servers": {"respec": {…}}}`, whatever the client calls the outer member.
  private init(file: String, json: String) throws {
    guard let outer = try JSONParser.parse(json).objectValue?.members.first?.value,
      let server = outer["respec"], let command = server["command"]?.stringValue,
      outer.objectValue?.keys == ["respec"]
    else { throw Malformed(file: file) }
    self.file = file
    self.command = command
    arguments = (server["args"]?.arrayValue ?? []).compactMap(\.stringValue)
    environment = (server["env"]?.objectValue?.members ?? []).reduce(into: [:]) { $0[$1.key] = $1.value.stringValue }
  }

  private static func snippets(_ page: String) -> [String] {
    page.matches(of: #/```json\n((?s).*?)```/#).map { String($0.output.1) }
  }

  /// Reads what these files need of TOML: the tables `mcp_servers.respec` and `mcp_servers.respec.env`, and in them
  /// strings and arrays of strings on one line each, which are written as in JSON.
  private static func json(ofTOML text: String) -> String {
    var tables: [String: [String]] = [:]
    var table = ""
    for line in text.split(separator: "\n") {
      if let header = line.wholeMatch(of: #/\[(.+)\]/#) {
        table = String(header.output.1)
      } else if let pair = line.wholeMatch(of: #/(\w+) = (.+)/#) {
        tables[table, default: []].append("\"\(pair.output.1)\": \(pair.output.2)")
      } else {
        tables[table, default: []].append("not read: \(line)")  // which is no JSON
      }
    }
    let environment = (tables.removeValue(forKey: "mcp_servers.respec.env") ?? []).joined(separator: ", ")
    let server = (tables.removeValue(forKey: "mcp_servers.respec") ?? []) + ["\"env\": {\(environment)}"]
    let others = tables.keys.map { ", unexpected table \($0)" }.joined()
    return "{\"mcp_servers\": {\"respec\": {\(server.joined(separator: ", "))}}\(others)}"
  }
}
