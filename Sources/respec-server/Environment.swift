// Environment: the process's environment variables.

import Glibc

/// The process's environment.
enum Environment {
  /// The value of a variable; nil when it is unset or empty, as clients set variables that they have no value for.
  static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
