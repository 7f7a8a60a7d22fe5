// LibPQ: the C library, loaded when the first connection asks for it.

import CLibPQ
import Glibc

/// The functions of libpq. The table lives as long as the process.
typealias LibPQFunctions = UnsafePointer<CLibPQFunctions>

/// The loaded library.
enum LibPQ {
  /// Loading takes some milliseconds (TLS, Kerberos and LDAP come with it), so only connection threads ask.
  static func load() throws(PostgresError) -> LibPQFunctions { try loaded.get() }

  /// Such as 150018 for 15.18.
  static func version() throws(PostgresError) -> Int { Int(try load().pointee.PQlibVersion()) }

  // Never changed after it was made; the pointer is what keeps it from being Sendable by itself.
  nonisolated(unsafe) private static let loaded: Result<LibPQFunctions, PostgresError> = open()

  private static func open() -> Result<LibPQFunctions, PostgresError> {
    guard let library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "not found"
      return .failure(unusable("libpq, PostgreSQL's client library, cannot be loaded (\(reason)): install it"))
    }
    let table = UnsafeMutablePointer<CLibPQFunctions>.allocate(capacity: 1)
    table.initialize(to: CLibPQFunctions())
    if let missing = clibpq_resolve(library, table) {
      return .failure(unusable("this libpq has no \(String(cString: missing)): install version 14 or later"))
    }
    return .success(LibPQFunctions(table))
  }

  private static func unusable(_ problem: String) -> PostgresError {
    PostgresError(.cannotConnect, problem + " (Debian, Ubuntu: apt install libpq5; Fedora: dnf install libpq)")
  }
}
