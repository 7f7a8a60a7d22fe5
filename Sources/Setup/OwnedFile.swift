// OwnedFile: a file that set-up writes as a whole, and knows again as its own.

import State

/// A file of ours. Its last line carries a checksum of the others, so that a file that somebody has changed since is left
/// alone.
struct OwnedFile: Equatable {
  let path: String
  /// The text without the line of the checksum.
  let text: String

  /// The relation of a file that is there to what was written.
  enum Standing: Equatable {
    case absent
    /// As it was written, by this version or another.
    case ours
    /// Somebody else's, or changed since.
    case foreign
  }

  /// The whole text, as it is written.
  var written: String { text + "\n" + mark(Self.checksum(text)) + "\n" }

  /// What is there, by its text; nil for no file.
  func standing(of existing: String?) -> Standing {
    guard let existing else { return .absent }
    var lines = existing.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last == "" { lines.removeLast() }
    guard let last = lines.popLast() else { return .foreign }
    return last == mark(Self.checksum(lines.joined(separator: "\n"))) ? .ours : .foreign
  }

  /// A comment in the file's language.
  private func mark(_ checksum: String) -> String {
    let words = "written by respec-server init; \(checksum)"
    return path.hasSuffix(".toml") ? "# \(words)" : "<!-- \(words) -->"
  }

  private static func checksum(_ text: String) -> String { String(Fingerprint(Array(text.utf8)).hex.prefix(16)) }
}
