// Cursor: where a list goes on. Opaque to callers; keyset-based, so that what is added meanwhile moves nothing.

import JSON

/// A place in a list: the key of the last entry that was given.
public protocol CursorKey: Sendable {
  /// One letter that tells the lists' cursors apart, so that one list refuses another's.
  static var tag: Character { get }
  /// The key as text.
  var text: String { get }
  init?(text: Substring)
}

/// The opaque form of a place in a list.
public struct Cursor<Key: CursorKey>: StringValue {
  public let value: String
  public init(trusted value: String) { self.value = value }

  /// The cursor that goes on after `key`.
  public init(after key: Key) { value = "\(Key.tag)\(key.text)" }

  /// The key of the entry before the rest of the list.
  public var key: Key? { Self.key(of: value) }

  public static var allowed: String { "next_cursor of this tool's last answer" }

  public static func check(_ string: String) -> Result<String, RuleViolation> {
    key(of: string) == nil ? .failure(RuleViolation("not a cursor of this list")) : .success(string)
  }

  /// Only what `text` spells is a key's text, so that nothing reaches a query that was not made here.
  private static func key(of string: String) -> Key? {
    guard let tag = string.unicodeScalars.first, Character(tag) == Key.tag, !string.utf8.contains(0) else { return nil }
    let text = Substring(string.unicodeScalars.dropFirst())
    guard let key = Key(text: text), key.text.utf8.elementsEqual(text.utf8) else { return nil }
    return key
  }
}

/// The place in a list ordered by creation, newest first.
public struct CreationKey: CursorKey, Equatable {
  public static let tag: Character = "c"
  public let createdAt: Timestamp
  /// The loop's id or the project's name: tells entries of one microsecond apart.
  public let id: String

  public init(createdAt: Timestamp, id: String) {
    self.createdAt = createdAt
    self.id = id
  }

  public var text: String { "\(createdAt.microseconds)~\(id)" }

  public init?(text: Substring) {
    guard let (head, id) = text.halves, let createdAt = Int64(head).map(Timestamp.init(microseconds:)),
      (Timestamp.earliest...Timestamp.latest).contains(createdAt), !id.isEmpty
    else { return nil }
    self.init(createdAt: createdAt, id: String(id))
  }
}

/// The place in a list ordered by a number that falls from entry to entry: a queue's sequence number, a version.
public struct DescendingKey: CursorKey, Equatable {
  public static let tag: Character = "n"
  public let number: Int

  public init(_ number: Int) { self.number = number }

  public var text: String { String(number) }

  public init?(text: Substring) {
    guard let number = Int(text), number >= 0 else { return nil }
    self.init(number)
  }
}

/// The place in a loop's two histories, which are read together from their ends.
public struct LoopHistoryKey: CursorKey, Equatable {
  public static let tag: Character = "h"
  /// How many of the oldest feedbacks are still to come.
  public let feedback: Int
  /// How many of the oldest human guidances are still to come.
  public let guidance: Int

  public init(feedback: Int, guidance: Int) {
    self.feedback = feedback
    self.guidance = guidance
  }

  public var text: String { "\(feedback)~\(guidance)" }

  public init?(text: Substring) {
    guard let (head, tail) = text.halves, let feedback = Int(head), let guidance = Int(tail), feedback >= 0,
      guidance >= 0
    else { return nil }
    self.init(feedback: feedback, guidance: guidance)
  }
}

/// The place in a list of specs: by name, or with a query by similarity and name.
public struct SpecKey: CursorKey, Equatable {
  public static let tag: Character = "s"
  /// Thousandths of the similarity, 0–1,000; nil in a list by name.
  public let similarity: Int?
  public let name: SpecName

  public init(similarity: Int?, name: SpecName) {
    self.similarity = similarity
    self.name = name
  }

  public var text: String { "\(similarity.map(String.init) ?? "")~\(name)" }

  public init?(text: Substring) {
    guard let (head, name) = text.halves, head.isEmpty || (0...1000).contains(Int(head) ?? -1), !name.isEmpty else {
      return nil
    }
    self.init(similarity: Int(head), name: SpecName(trusted: String(name)))
  }
}

extension Substring {
  /// What stands before and after the first `~`. By scalars: a name may begin with a mark, which would be one
  /// `Character` with the `~`.
  fileprivate var halves: (Substring, Substring)? {
    let parts = unicodeScalars.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? (Substring(parts[0]), Substring(parts[1])) : nil
  }
}
