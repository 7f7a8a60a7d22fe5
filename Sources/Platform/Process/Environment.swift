// Environment: the process's environment variables.

#if canImport(Glibc)
  import Glibc
#else
  import CPlatform
  import Darwin
#endif

/// The process's environment.
package enum Environment {
  /// The value of a variable; nil when it is unset or empty, as clients set variables that they have no value for.
  package static func value(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The names of all variables that are set and not empty.
  package static var names: [String] {
    var names: [String] = []
    var entry = start
    while let variable = entry?.pointee {
      let parts = String(cString: variable).split(separator: "=", maxSplits: 1)
      if parts.count == 2 { names.append(String(parts[0])) }
      entry = entry?.successor()
    }
    return names
  }

  #if canImport(Darwin)
    private static var start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? { _NSGetEnviron()?.pointee }
  #else
    private static var start: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? { environ }
  #endif
}
