// CallingClient: the program behind a call, as it introduced itself.

/// A client's name and version in its own words: nothing checks them, and nothing may depend on them.
public struct CallingClient: Sendable, Equatable {
  /// Such as `claude-code`; nil where the client did not say.
  public let name: String?
  /// Such as `2.1.0`; nil where the client did not say.
  public let version: String?

  /// The client of whatever runs in the current task: an operation's call comes from it.
  @TaskLocal public static var current = CallingClient(name: nil, version: nil)

  /// A client of a name and version. Of both the first 255 scalars are taken that are no control characters.
  public init(name: String?, version: String?) {
    self.name = name.flatMap(\.asLabel)
    self.version = version.flatMap(\.asLabel)
  }
}

extension String {
  /// The longest label, in Unicode scalars: as long as a name.
  private static let maximumLabelScalars = 255

  /// The text as the record of changes keeps names that others chose: in one line, of a bounded length; nil where
  /// nothing is left.
  public var asLabel: String? {
    // Almost all are: nothing has to be made anew.
    let isPlain = utf8.count <= Self.maximumLabelScalars && utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    if isPlain { return isEmpty ? nil : self }
    let scalars = unicodeScalars.lazy.filter { $0.properties.generalCategory != .control }
      .prefix(Self.maximumLabelScalars)
    let label = String(String.UnicodeScalarView(scalars))
    return label.isEmpty ? nil : label
  }
}
