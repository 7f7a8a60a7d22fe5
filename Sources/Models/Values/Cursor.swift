// Cursor: the place at which a list goes on, as callers get and return it.
//
// It names the last entry given instead of counting entries, so what is added or removed meanwhile moves nothing. Each
// order of entries has a key type of its own.

import JSON

/// The key of a list's last given entry: by it the entries after it are found.
public protocol CursorKey: Sendable {
  /// One letter that tells the lists' cursors apart, so that one list refuses another's.
  static var tag: Character { get }
  /// The key as text, without the tag.
  var text: String { get }
  /// The key that `text` spells; nil where it is none.
  init?(text: Substring)
}

/// A place in a list, as `next_cursor` shows it: the tag of its key's type and the key as text. Opaque to callers;
/// docs/contract.md, "Tools".
public struct Cursor<Key: CursorKey>: StringValue {
  /// The tag and the key as text, such as `n42`.
  public let value: String
  /// Takes text that `check` has passed; nothing is checked, but `key` is nil for text that is no cursor of this list.
  public init(trusted value: String) { self.value = value }

  /// The cursor with which a list goes on after the entry of `key`.
  public init(after key: Key) { value = "\(Key.tag)\(key.text)" }

  /// The key of the last entry given; nil for text that is no cursor of this list.
  public var key: Key? { Self.key(of: value) }

  /// The rule as error messages quote it.
  public static var allowed: String { "next_cursor of this tool's last answer" }

  /// Passes what `init(after:)` has made for this key type, and nothing else.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    key(of: string) == nil ? .failure(RuleViolation("not a cursor of this list")) : .success(string)
  }

  /// The key in a cursor's text; nil for text of another list, and for any spelling that this server does not write, so
  /// that no query gets a value from a caller unchecked.
  private static func key(of string: String) -> Key? {
    guard let tag = string.unicodeScalars.first, Character(tag) == Key.tag, !string.utf8.contains(0) else { return nil }
    let text = Substring(string.unicodeScalars.dropFirst())
    guard let key = Key(text: text), key.text.utf8.elementsEqual(text.utf8) else { return nil }
    return key
  }
}

/// A place in a list ordered by creation, newest first.
public struct CreationKey: CursorKey, Equatable {
  /// `c`: a cursor reads `c1790000000000000~0a1b2c3d`.
  public static let tag: Character = "c"
  /// The entry's time of creation, the list's order.
  public let createdAt: Timestamp
  /// The loop's id or the project's name: orders entries of one microsecond.
  public let id: String

  /// The key of the entry of that time and id.
  public init(createdAt: Timestamp, id: String) {
    self.createdAt = createdAt
    self.id = id
  }

  /// Microseconds since 1970, `~` and the id.
  public var text: String { "\(createdAt.microseconds)~\(id)" }

  /// Nil without a `~`, an id, or a time from `Timestamp.earliest` to `Timestamp.latest`.
  public init?(text: Substring) {
    guard let (head, id) = text.partsAroundTilde, let createdAt = Int64(head).map(Timestamp.init(microseconds:)),
      (Timestamp.earliest...Timestamp.latest).contains(createdAt), !id.isEmpty
    else { return nil }
    self.init(createdAt: createdAt, id: String(id))
  }
}

/// A place in a list ordered by the latest change, newest first.
public struct ChangeKey: CursorKey, Equatable {
  /// `u`: a cursor reads `u1790000000000000~shop`.
  public static let tag: Character = "u"
  /// The entry's latest change when it was given, the list's order.
  public let changedAt: Timestamp
  /// The project's name: orders entries of one microsecond.
  public let name: Name

  /// The key of the entry of that time and name.
  public init(changedAt: Timestamp, name: Name) {
    self.changedAt = changedAt
    self.name = name
  }

  /// Microseconds since 1970, `~` and the name.
  public var text: String { "\(changedAt.microseconds)~\(name)" }

  /// Nil without a `~`, a name, or a time from `Timestamp.earliest` to `Timestamp.latest`. The name is not checked: it is
  /// compared only.
  public init?(text: Substring) {
    guard let (head, name) = text.partsAroundTilde, let changedAt = Int64(head).map(Timestamp.init(microseconds:)),
      (Timestamp.earliest...Timestamp.latest).contains(changedAt), !name.isEmpty
    else { return nil }
    self.init(changedAt: changedAt, name: Name(trusted: String(name)))
  }

  /// The latest change first; of one microsecond the higher name.
  package static func precedes(_ left: ChangeKey, _ right: ChangeKey) -> Bool {
    left.changedAt != right.changedAt ? left.changedAt > right.changedAt : right.name < left.name
  }
}

/// A place in a list ordered by a number that falls from entry to entry: a queue's sequence number, a version.
public struct DescendingKey: CursorKey, Equatable {
  /// `n`: a cursor reads `n42`.
  public static let tag: Character = "n"
  /// The entry's number, from 0.
  public let number: Int

  /// The key of the entry of that number.
  public init(_ number: Int) { self.number = number }

  /// The number in decimal digits.
  public var text: String { String(number) }

  /// Nil for anything but a whole number from 0 on.
  public init?(text: Substring) {
    guard let number = Int(text), number >= 0 else { return nil }
    self.init(number)
  }
}

/// A place in a loop's feedback and human guidance, which are read together, from their ends to their beginnings.
public struct LoopHistoryKey: CursorKey, Equatable {
  /// `h`: a cursor reads `h12~3`.
  public static let tag: Character = "h"
  /// The number of feedbacks, counted from the oldest, that are not given yet.
  public let feedback: Int
  /// The number of human guidances, counted from the oldest, that are not given yet.
  public let guidance: Int

  /// The place with so many of both not given yet.
  public init(feedback: Int, guidance: Int) {
    self.feedback = feedback
    self.guidance = guidance
  }

  /// Both numbers, `~` between them.
  public var text: String { "\(feedback)~\(guidance)" }

  /// Nil without a `~` between two whole numbers from 0 on.
  public init?(text: Substring) {
    guard let (head, tail) = text.partsAroundTilde, let feedback = Int(head), let guidance = Int(tail), feedback >= 0,
      guidance >= 0
    else { return nil }
    self.init(feedback: feedback, guidance: guidance)
  }
}

/// A place in a list of specs: ordered by name, or with a query by rank, the highest first, and name.
public struct SpecKey: CursorKey, Equatable {
  /// `s`: a cursor reads `s~user-login`, or with a query `s20714~user-login`.
  public static let tag: Character = "s"
  /// The rank among the matches of a query, from 0, as the search counts it; nil in a list by name.
  public let rank: Int?
  /// The spec's name.
  public let name: SpecName

  /// The key of the entry of that rank and name.
  public init(rank: Int?, name: SpecName) {
    self.rank = rank
    self.name = name
  }

  /// The rank or nothing, `~` and the name.
  public var text: String { "\(rank.map(String.init) ?? "")~\(name)" }

  /// Nil without a `~`, without a name, or with a rank below 0. The name is not checked: it is compared only.
  public init?(text: Substring) {
    guard let (head, name) = text.partsAroundTilde, !name.isEmpty,
      head.isEmpty || (Int(head) ?? -1) >= 0
    else { return nil }
    self.init(rank: Int(head), name: SpecName(trusted: String(name)))
  }
}

extension Substring {
  /// The parts before and after the first `~`; nil without one. Split by scalars: a name may begin with a mark, which
  /// would be one `Character` with the `~`.
  fileprivate var partsAroundTilde: (Substring, Substring)? {
    let parts = unicodeScalars.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? (Substring(parts[0]), Substring(parts[1])) : nil
  }
}
