// LibPQ: the C library, loaded when the first connection asks for it.

import CLibPQ
import Platform

/// The functions of libpq. The table lives as long as the process.
typealias LibPQFunctions = UnsafePointer<CLibPQFunctions>

/// The loaded library.
enum LibPQ {
  /// Loading takes some milliseconds (TLS, Kerberos and LDAP come with it), so only connection threads ask.
  static func load() throws(PostgresError) -> LibPQFunctions { try loaded.get() }

  /// Such as 150018 for 15.18.
  static func version() throws(PostgresError) -> Int { Int(try load().pointee.PQlibVersion()) }

  /// nonisolated(unsafe), because the compiler counts no pointer as safe to share between threads. This one is: Swift
  /// initialises it once, while other threads wait, and neither it nor the table behind it is changed or freed
  /// afterwards.
  nonisolated(unsafe) private static let loaded: Result<LibPQFunctions, PostgresError> = open()

  #if canImport(Darwin)
    /// By its name alone where DYLD_LIBRARY_PATH leads there; then Homebrew's places, on Apple silicon and on Intel, and
    /// Postgres.app's.
    private static let names = [
      "libpq.5.dylib", "/opt/homebrew/opt/libpq/lib/libpq.5.dylib", "/usr/local/opt/libpq/lib/libpq.5.dylib",
      "/Applications/Postgres.app/Contents/Versions/latest/lib/libpq.5.dylib",
    ]
    private static let remedy = "macOS: brew install libpq"
  #else
    private static let names = ["libpq.so.5"]
    private static let remedy = "Debian, Ubuntu: apt install libpq5; Fedora: dnf install libpq"
  #endif

  private static func open() -> Result<LibPQFunctions, PostgresError> {
    let library: UnsafeMutableRawPointer
    do {
      library = try DynamicLibrary.load(anyOf: names)
    } catch {
      return .failure(unusable("libpq, PostgreSQL's client library, cannot be loaded (\(error.reason)): install it"))
    }
    let table = UnsafeMutablePointer<CLibPQFunctions>.allocate(capacity: 1)
    table.initialize(to: CLibPQFunctions())
    if let missing = clibpq_resolve(library, table) {
      return .failure(unusable("this libpq has no \(String(cString: missing)): install version 14 or later"))
    }
    return .success(LibPQFunctions(table))
  }

  private static func unusable(_ problem: String) -> PostgresError {
    PostgresError(.cannotConnect, "\(problem) (\(remedy))")
  }
}
