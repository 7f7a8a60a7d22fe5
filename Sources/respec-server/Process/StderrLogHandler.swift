// StderrLogHandler: log lines on stderr, one line each.

import Logging
import State

/// Writes `2026-07-28T09:30:00.000000Z info respec-server: serving state=memory`.
struct StderrLogHandler: LogHandler {
  let label: String
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]

  init(label: String, level: Logger.Level) {
    self.label = label
    logLevel = level
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    let fields = all.map { " \($0.key)=\($0.value)" }.joined()
    let line = "\(StateSources.system.now()) \(event.level.rawValue) \(label): \(event.message)\(fields)"
    StandardError.write(line.printable + "\n")
  }
}
