// LibPQ: the C library, loaded when the first connection asks for it.

import CLibPQ
import Platform
import Synchronization

/// The functions of libpq. The table lives as long as the process.
typealias LibPQFunctions = UnsafePointer<CLibPQFunctions>

/// The loaded library.
enum LibPQ {
  /// Loading takes some milliseconds (TLS, Kerberos and LDAP come with it), so only connection threads ask.
  /// A failure is not kept: a library that is installed later, or a descriptor that is free again, is found then.
  static func load() throws(PostgresError) -> LibPQFunctions {
    try loaded.withLock { (loaded) throws(PostgresError) -> Table in
      if let loaded { return loaded }
      let table = Table(functions: try open())
      loaded = table
      return table
    }.functions
  }

  /// Such as 150018 for 15.18.
  static func version() throws(PostgresError) -> Int { Int(try load().pointee.PQlibVersion()) }

  /// @unchecked, because the compiler counts no pointer as safe to share between threads. This one is: the table behind
  /// it is not changed or freed once it has been filled.
  private struct Table: @unchecked Sendable {
    let functions: LibPQFunctions
  }

  /// The table of the library; nil until it has been loaded.
  private static let loaded = Mutex<Table?>(nil)

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

  private static func open() throws(PostgresError) -> LibPQFunctions {
    let library: UnsafeMutableRawPointer
    do {
      library = try DynamicLibrary.load(anyOf: names)
    } catch {
      guard !error.isShortOfDescriptors else {
        throw PostgresError(
          .cannotConnect, "libpq cannot be loaded (\(error.reason)): raise the limit of open files (ulimit -n)")
      }
      throw unusable("libpq, PostgreSQL's client library, cannot be loaded (\(error.reason)): install it")
    }
    let table = UnsafeMutablePointer<CLibPQFunctions>.allocate(capacity: 1)
    table.initialize(to: CLibPQFunctions())
    if let missing = clibpq_resolve(library, table) {
      table.deallocate()
      throw unusable("this libpq has no \(String(cString: missing)): install version 14 or later")
    }
    return LibPQFunctions(table)
  }

  private static func unusable(_ problem: String) -> PostgresError {
    PostgresError(.cannotConnect, "\(problem) (\(remedy))")
  }
}
