// LogText: spans of time and texts of several lines as log lines show them.

extension Duration {
  /// Milliseconds to the microsecond, rounded down.
  package var milliseconds: Double {
    Double(components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000) / 1000
  }
}

extension String {
  /// Its words with single spaces between them: SQL has several lines, and so may have messages of libpq and PostgreSQL.
  package var oneLine: String { split { $0.isNewline || $0 == "\t" || $0 == " " }.joined(separator: " ") }
}
