// RefusalMessage: libpq's words for a connection that was not made, and the server's SQLSTATE taken out of them.

import Platform

/// libpq has no function that tells why a connection was refused, but with `PQERRORS_VERBOSE` it writes the server's
/// SQLSTATE behind the severity: `FATAL:  28P01: password authentication failed for user "x"`. Only these digits are the
/// same in every language of the server.
struct RefusalMessage {
  /// One line, as libpq would have put it without being verbose.
  let text: String
  /// Nil where the server was not reached, or said nothing.
  let sqlState: SQLState?

  init(_ verbose: String) {
    var codes: [SQLState] = []
    var lines: [String] = []
    for line in verbose.split(whereSeparator: \.isNewline) where !Self.isSourceLine(line) {
      guard let code = Self.code(in: line) else {
        lines.append(String(line))
        continue
      }
      codes.append(SQLState(rawValue: code))
      lines.append(String(line).substituting(":  \(code): ", with: ": "))
    }
    text = lines.joined(separator: " ").oneLine
    // Of several attempts (with TLS and without, host by host) one that came further than pg_hba.conf tells more.
    sqlState = codes.first { $0 != .invalidAuthorization } ?? codes.first
  }

  /// The five characters between `:  ` and `: `.
  private static func code(in line: Substring) -> String? {
    let bytes = Array(line.utf8)
    let isCode: (UInt8) -> Bool = { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) }
    for start in bytes.indices where bytes.count - start >= 10 && bytes[start...].starts(with: ":  ".utf8) {
      let code = bytes[start + 3..<start + 8]
      guard code.allSatisfy(isCode), bytes[(start + 8)...].starts(with: ": ".utf8) else { continue }
      return String(decoding: code, as: UTF8.self)
    }
    return nil
  }

  /// Such as `LOCATION:  auth_failed, auth.c:333`; the first word is in libpq's language.
  private static func isSourceLine(_ line: Substring) -> Bool {
    let parts = line.split(separator: ":")
    guard parts.count >= 3, let number = parts.last, let file = parts.dropLast().last else { return false }
    return file.hasSuffix(".c") && !number.isEmpty && number.allSatisfy(\.isNumber)
  }
}
