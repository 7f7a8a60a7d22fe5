// TextPage: the texts that a store gives a search in one go.

import Models

/// Texts in their order, and whether there are more.
public struct TextPage: Sendable {
  /// All texts from one place on; at least one unless there are no more.
  public private(set) var texts: [SearchedText] = []
  /// True where there are no more.
  public private(set) var isLast = true

  /// The things that a page is made of, at most.
  package static let maximumThings = 100
  /// The bytes of texts, about, with which a page ends; the text that reaches them is still in it.
  package static let maximumBytes = 1_048_576

  private var bytes = 0

  /// Texts that a store has put in order and bounded.
  package init(_ texts: [SearchedText] = [], isLast: Bool = true) {
    self.texts = texts
    self.isLast = isLast
  }

  /// The texts of things, in their order, as far as a page goes.
  ///
  /// - Parameters:
  ///   - things: those to come, at most one more than a page has.
  ///   - add: adds the texts of one, until there is no room.
  package init<Thing>(_ things: some Sequence<Thing>, add: (Thing, inout TextPage) throws -> Void) rethrows {
    self.init()
    for (count, thing) in things.enumerated() {
      guard count < Self.maximumThings, hasRoom() else {
        isLast = false
        return
      }
      try add(thing, &self)
    }
  }

  /// False, from which on the page is not the last one, where no further text has room.
  package mutating func hasRoom() -> Bool {
    if bytes >= Self.maximumBytes { isLast = false }
    return isLast
  }

  /// Adds a text where there is room.
  package mutating func add(_ text: SearchedText) {
    guard hasRoom() else { return }
    texts.append(text)
    bytes += text.bytes
  }
}
