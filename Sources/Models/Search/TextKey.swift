// TextKey: the place of a text among all that a search goes through.

/// A place among texts: the newest things first, by their creation; in a loop the newest words first.
public struct TextKey: CursorKey, Equatable, Comparable {
  /// `t`: a cursor reads `t1790000000000000~feedback~3~0a1b2c3d`.
  public static let tag: Character = "t"
  /// The creation of the spec, loop, roadmap or plan that the text belongs to.
  public let createdAt: Timestamp
  /// The kind of text.
  public let kind: TextKind
  /// The position among a loop's feedback or guidance, from 1; 0 for others.
  public let position: Int
  /// The id of the spec or loop, or the name of the project.
  public let id: String

  /// The key of the text of that place.
  public init(createdAt: Timestamp, kind: TextKind, id: String, position: Int = 0) {
    self.createdAt = createdAt
    self.kind = kind
    self.id = id
    self.position = position
  }

  /// Microseconds since 1970, the kind, the position and the id, `~` between them.
  public var text: String { "\(createdAt.microseconds)~\(kind.rawValue)~\(position)~\(id)" }

  /// Nil without four parts: a time from `Timestamp.earliest` to `Timestamp.latest`, a kind, a number from 0 and an id.
  public init?(text: Substring) {
    let parts = text.unicodeScalars.split(separator: "~", maxSplits: 3, omittingEmptySubsequences: false).map(
      String.init)
    guard parts.count == 4, let createdAt = Int64(parts[0]).map(Timestamp.init(microseconds:)),
      (Timestamp.earliest...Timestamp.latest).contains(createdAt), let kind = TextKind(rawValue: parts[1]),
      let position = Int(parts[2]), position >= 0, !parts[3].isEmpty
    else { return nil }
    self.init(createdAt: createdAt, kind: kind, id: parts[3], position: position)
  }

  /// True where the left one comes first: the newer thing, then by source, the higher id, then by kind, the later position.
  public static func < (left: TextKey, right: TextKey) -> Bool {
    if left.createdAt != right.createdAt { return left.createdAt > right.createdAt }
    if left.kind.source != right.kind.source { return left.kind.source.rawValue < right.kind.source.rawValue }
    if left.id != right.id { return right.id.utf8.lexicographicallyPrecedes(left.id.utf8) }
    if left.kind != right.kind { return left.kind < right.kind }
    return left.position > right.position
  }

  /// The things of `source` with which the texts behind this place begin: those created before the time, and those of that
  /// time whose id is below this, or the same for what has several texts.
  package func start(in source: TextSource) -> (createdAt: Timestamp, id: String) {
    if source == kind.source { return (createdAt, id) }
    return (createdAt, source.rawValue > kind.source.rawValue ? source.idAboveAll : "")
  }

  /// True for the place of a loop's last text.
  package func isEnd(of loop: LoopID) -> Bool { kind == .objectiveFeedback && id == loop.value }

  /// The positions of a loop's texts of a kind that are still to come are below this.
  package func end(of kind: TextKind, in loop: LoopID) -> Int {
    guard self.kind.source == .loops, loop.value == id, kind <= self.kind else { return .max }
    return kind == self.kind ? position : 0
  }
}

extension TextSource {
  /// Above every id of the source, by bytes and in any language's order.
  fileprivate var idAboveAll: String {
    switch self {
    case .specs, .loops: "g"  // ids are hexadecimal
    case .roadmaps, .plans: "\u{10FFFF}"
    }
  }
}
