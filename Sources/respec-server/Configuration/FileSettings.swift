// FileSettings: the state file's place, and how long to wait for it.

/// The `STATE_FILE…` variables.
struct FileSettings: Equatable {
  /// Absolute.
  let path: String
  /// Seconds: the longest wait of an operation for other processes.
  let timeout: Double

  /// Reads the variables; the path's standard follows from the user's home.
  init(from reader: inout ConfigurationReader) {
    path = reader.stateFile()
    timeout = reader.seconds(.stateFileTimeout, in: 1...120)
  }
}

extension ConfigurationReader {
  /// The state file's absolute path. `~/` stands for the user's home: clients hand it over as it is written.
  mutating func stateFile() -> String {
    let home = value("HOME")
    guard let text = value(ConfigurationVariable.stateFile.name) else { return standardStateFile(home: home) }
    if text.hasPrefix("/") && !text.hasSuffix("/") { return text }
    if let home, text.hasPrefix("~/") && !text.hasSuffix("/") { return home + text.dropFirst() }
    refuse(.stateFile)
    return ""
  }

  /// Source: XDG Base Directory Specification (a relative `XDG_DATA_HOME` is to be ignored); on macOS Apple's File System
  /// Programming Guide.
  private mutating func standardStateFile(home: String?) -> String {
    #if os(macOS)
      let folder = home.map { $0 + "/Library/Application Support" }
    #else
      let shared = value("XDG_DATA_HOME")
      let folder = shared?.hasPrefix("/") == true ? shared : home.map { $0 + "/.local/share" }
    #endif
    if let folder { return folder + "/respec-server/state.db" }
    refuse(.stateFile, shown: "(unset, and HOME is too)")
    return ""
  }
}
