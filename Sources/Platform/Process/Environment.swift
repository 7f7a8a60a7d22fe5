// Environment: the process's environment variables.

import Glibc

/// The process's environment.
enum Environment {
  /// The value of a variable; nil when it is unset or empty, as clients set variables that they have no value for.
  static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The names of all variables that are set and not empty.
  static var names: [String] {
    var names: [String] = []
    var entry = environ
    while let variable = entry.pointee {
      let parts = String(cString: variable).split(separator: "=", maxSplits: 1)
      if parts.count == 2 { names.append(String(parts[0])) }
      entry += 1
    }
    return names
  }
}
