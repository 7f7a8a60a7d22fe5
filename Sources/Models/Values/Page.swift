// Page: one bounded piece of a list.

/// A piece of a list, with the place at which the list goes on.
public struct Page<Element: Sendable, Key: CursorKey>: Sendable {
  /// At most as many as the caller's limit, in the list's order.
  public let elements: [Element]
  /// The cursor to go on with; nil at the end of the list.
  public let next: Cursor<Key>?

  /// A page as it is.
  public init(elements: [Element], next: Cursor<Key>?) {
    self.elements = elements
    self.next = next
  }

  /// The first `limit` of `candidates`. These begin at the page and hold one entry more when the list goes on.
  public init(_ candidates: some Sequence<Element>, limit: Limit, key: (Element) -> Key) {
    let taken = Array(candidates.prefix(limit.value + 1))
    elements = Array(taken.prefix(limit.value))
    next = taken.count > limit.value ? elements.last.map { Cursor(after: key($0)) } : nil
  }

  /// The same for elements that do not hold their keys.
  public init(keyed candidates: [(key: Key, element: Element)], limit: Limit) {
    let taken = candidates.prefix(limit.value)
    elements = taken.map(\.element)
    next = candidates.count > limit.value ? taken.last.map { Cursor(after: $0.key) } : nil
  }
}
