// String+QuotedExcerpt: words of the client, made fit for error messages and logs.

extension String {
  /// The text in quotes, cut after 64 scalars, since a client may send megabytes, and without control characters, since
  /// logs show it as well.
  var quotedExcerpt: String {
    let head = unicodeScalars.prefix(64)
    let shown = head.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    return "\"\(String(String.UnicodeScalarView(shown)))\(head.endIndex == unicodeScalars.endIndex ? "" : "…")\""
  }
}
