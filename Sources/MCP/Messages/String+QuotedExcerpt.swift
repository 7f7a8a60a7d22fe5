// MessageText: names of the client's in sentences of ours.

extension String {
  /// The text in quotes, cut after 64 characters, since what a client sent may be megabytes long, and without control
  /// characters, since logs show it as well.
  var quotedExcerpt: String {
    let head = unicodeScalars.prefix(64)
    let shown = head.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }
    return "\"\(String(String.UnicodeScalarView(shown)))\(head.endIndex == unicodeScalars.endIndex ? "" : "…")\""
  }
}
