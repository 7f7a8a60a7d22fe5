// MessageText: names of the client's in sentences of ours.

extension String {
  /// The text in quotes, cut after 64 characters: what a client sent may be megabytes long.
  var quotedForMessage: String {
    let head = unicodeScalars.prefix(64)
    return "\"\(String(String.UnicodeScalarView(head)))\(head.endIndex == unicodeScalars.endIndex ? "" : "…")\""
  }
}
