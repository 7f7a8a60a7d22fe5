// SetupPlan: the changes that set-up makes, found before the first one is made.

import JSON
import Models
import Platform

/// The choices of the user.
public struct SetupOptions: Sendable {
  public var client: SetupClient
  /// `file`, `database` or `memory`.
  public var store: String
  /// The command by which the client starts the server.
  public var command: String
  /// The project's name, as tools are to get it.
  public var projectName: String

  /// Makes a set of choices.
  public init(client: SetupClient, store: String, command: String, projectName: String) {
    self.client = client
    self.store = store
    self.command = command
    self.projectName = projectName
  }
}

/// A change of one file.
public struct SetupChange: Sendable, Equatable {
  /// The kind of change.
  public enum Kind: Sendable, Equatable {
    /// Written anew.
    case create
    /// Written in the place of what is there. `backup` is true for a file of the user's.
    case change(backup: Bool)
    /// Taken away.
    case remove
    /// As it should be already.
    case keep
    /// Left alone, for this reason; `lines` are to be pasted by hand, none when there is nothing to paste.
    case refuse(String, lines: String)
  }

  /// Absolute path of the file.
  public let path: String
  public let kind: Kind
  /// What the file will hold; empty when it is taken away or left.
  public let bytes: [UInt8]

  init(_ path: String, _ kind: Kind, _ bytes: [UInt8] = []) {
    self.path = path
    self.kind = kind
    self.bytes = bytes
  }
}

/// Finds the changes.
public struct SetupPlan: Sendable {
  private let options: SetupOptions
  private let place: SetupPlace

  /// The largest file that is read.
  private static let maximumBytes = 8 << 20

  /// Makes a plan for the choices.
  public init(_ options: SetupOptions, in place: SetupPlace) {
    self.options = options
    self.place = place
  }

  /// The changes that set up the client.
  ///
  /// - Throws: `Failure` where a file cannot be read, or a value is needed that is not there.
  public func installation() throws(Failure) -> [SetupChange] {
    var changes = [try configuration()]
    for file in files { changes.append(try installation(of: file)) }
    if let hook { changes.append(try hookInstallation(hook)) }
    return changes
  }

  /// The changes that take away what set-up has written.
  ///
  /// - Throws: `Failure` where a file cannot be read.
  public func removal() throws(Failure) -> [SetupChange] {
    var changes: [SetupChange] = []
    let path = options.client.configurationPath(in: place)
    if let existing = try read(path) {
      changes.append(
        options.client == .codex
          ? removal(ofTableIn: existing, path)
          : removal(path, existing) { (text: inout JSONText) throws(JSONText.Fault) in
            try text.remove(at: options.client.entryPath)
          })
    }
    for file in files {
      switch file.standing(of: try text(file.path)) {
      case .absent: continue
      case .ours: changes.append(SetupChange(file.path, .remove))
      case .foreign: changes.append(SetupChange(file.path, .refuse("it was changed after set-up wrote it", lines: "")))
      }
    }
    if hook != nil, let existing = try read(hookPath) {
      changes.append(
        removal(hookPath, existing) { (text: inout JSONText) throws(JSONText.Fault) in
          try text.removeElements(at: SessionHook.path, where: SessionHook.isOurs)
        })
    }
    return changes
  }

  // MARK: The client's configuration

  private func configuration() throws(Failure) -> SetupChange {
    let path = options.client.configurationPath(in: place)
    let existing = try read(path)
    let environment = try environment()
    if options.client == .codex { return table(path, existing, environment) }
    let entry = options.client.entry(command: options.command, environment: environment)
    return edited(path, existing, paste: [options.client.entryPath[0]: [SetupClient.serverName: entry]]) {
      (text: inout JSONText) throws(JSONText.Fault) in try text.set(entry, at: options.client.entryPath)
    }
  }

  private func environment() throws(Failure) -> [(name: String, value: String)] {
    var environment = [(name: "STATE_MANAGER", value: options.store)]
    guard options.store == "database" else { return environment }
    let name = "DATABASE_URL"
    guard let value = options.client.reference(to: name) ?? place.variable(name) else {
      throw Failure(.invalidInput, "DATABASE_URL is not set.")
    }
    environment.append((name, value))
    return environment
  }

  private func table(
    _ path: String, _ existing: [UInt8]?, _ environment: [(name: String, value: String)]
  ) -> SetupChange {
    let name = options.client.entryPath.joined(separator: ".")
    let table = options.client.table(command: options.command, environment: environment)
    var text = TOMLText(String(decoding: existing ?? [], as: UTF8.self))
    if text.hasOtherForm(of: name) {
      return SetupChange(path, .refuse("it has \(name) in another form than a table", lines: table))
    }
    if text.table(name) == table { return SetupChange(path, .keep) }
    text.set(table, named: name)
    return written(path, existing, Array(text.text.utf8))
  }

  private func removal(ofTableIn existing: [UInt8], _ path: String) -> SetupChange {
    var text = TOMLText(String(decoding: existing, as: UTF8.self))
    text.remove(options.client.entryPath.joined(separator: "."))
    let bytes = Array(text.text.utf8)
    return bytes.allSatisfy(\.isJSONSpace) ? SetupChange(path, .remove) : written(path, existing, bytes)
  }

  // MARK: Files of ours

  private var files: [OwnedFile] { options.client.files(in: place, project: options.projectName) }

  private func installation(of file: OwnedFile) throws(Failure) -> SetupChange {
    let existing = try text(file.path)
    let bytes = Array(file.written.utf8)
    switch file.standing(of: existing) {
    case .absent: return SetupChange(file.path, .create, bytes)
    case .foreign:
      return SetupChange(
        file.path, .refuse("a file is there that set-up has not written, or that was changed since", lines: ""))
    case .ours:
      return existing == file.written
        ? SetupChange(file.path, .keep) : SetupChange(file.path, .change(backup: false), bytes)
    }
  }

  // MARK: The hook

  private var hookPath: String { "\(place.project)/.claude/settings.json" }

  private var hook: SessionHook? {
    guard options.client == .claudeCode, options.store != "memory" else { return nil }
    return SessionHook(server: options.command, store: options.store, project: options.projectName)
  }

  private func hookInstallation(_ hook: SessionHook) throws(Failure) -> SetupChange {
    let existing = try read(hookPath)
    return edited(hookPath, existing, paste: ["hooks": ["SessionStart": [hook.element]]]) {
      (text: inout JSONText) throws(JSONText.Fault) in
      let elements = try text.value(at: SessionHook.path)?.arrayValue ?? []
      if elements.filter(SessionHook.isOurs) == [hook.element] { return }
      try text.removeElements(at: SessionHook.path, where: SessionHook.isOurs)
      try text.appendElement(hook.element, at: SessionHook.path)
    }
  }

  // MARK: JSON files

  private func edited(
    _ path: String, _ existing: [UInt8]?, paste: JSONValue,
    _ edit: (inout JSONText) throws(JSONText.Fault) -> Void
  ) -> SetupChange {
    do throws(JSONText.Fault) {
      var text = try JSONText(existing ?? [])
      try edit(&text)
      return written(path, existing, text.bytes)
    } catch {
      return SetupChange(path, .refuse(error.reason, lines: String(decoding: paste.pretty, as: UTF8.self)))
    }
  }

  private func removal(
    _ path: String, _ existing: [UInt8], _ edit: (inout JSONText) throws(JSONText.Fault) -> Void
  ) -> SetupChange {
    do throws(JSONText.Fault) {
      var text = try JSONText(existing)
      let before = text
      try edit(&text)
      if text == before { return SetupChange(path, .keep) }
      let isEmpty = text.bytes.filter { !$0.isJSONSpace } == Array("{}".utf8)
      return isEmpty ? SetupChange(path, .remove) : written(path, existing, text.bytes)
    } catch {
      return SetupChange(path, .refuse(error.reason, lines: ""))
    }
  }

  private func written(_ path: String, _ existing: [UInt8]?, _ bytes: [UInt8]) -> SetupChange {
    guard let existing else { return SetupChange(path, .create, bytes) }
    return existing == bytes ? SetupChange(path, .keep) : SetupChange(path, .change(backup: true), bytes)
  }

  // MARK: Reading

  private func text(_ path: String) throws(Failure) -> String? {
    try read(path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func read(_ path: String) throws(Failure) -> [UInt8]? {
    do throws(SystemCallError) {
      guard try FileFacts.of(path) != nil else { return nil }
      let file = try Descriptor.open(path, [.reading, .notWaiting])
      defer { try? file.close() }
      return try file.readToEnd(atMost: Self.maximumBytes)
    } catch {
      throw Failure(.unavailable, "\(path): \(error.reason)")
    }
  }
}
