// BrokenMessage: the kind and the id of a line that cannot be parsed, so that no client waits for an answer in vain.

import JSON

/// The answer that is due for a line that is not JSON, or of which only the beginning was kept.
enum BrokenMessage: Sendable, Equatable {
  /// A request: an error with this id.
  case request(RequestID)
  /// A notification or a response: none.
  case unanswered
  /// Neither for certain: an error without an id.
  case unknown

  /// Tells the kind by the members at the top of the object, as far as they can be followed.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = MemberScanner(bytes)
    var outline = Outline()
    while let member = scanner.next() { outline.note(member) }
    self = outline.message(endingWith: scanner.end)
  }
}

/// The members that matter.
///
/// A break can make inner members look like those of the top, by closing a bracket too early. So `id`, `result` and `error`
/// count where nothing but `jsonrpc`, `method` and `id` stands in front of them; an id behind `params`, where many SDKs
/// put it, only when all brackets up to the end of the line match; and none beside a second one.
private struct Outline {
  /// The longest id that is looked at, in bytes of JSON.
  private static let maximumIDBytes = 1024

  private var idCount = 0
  /// Nil for one that cannot be echoed.
  private var id: RequestID?
  private var isIDInFront = false
  private var hasMethod = false
  private var isResponse = false
  private var hasOtherMembers = false

  mutating func note(_ member: MemberScanner.Member) {
    switch member.name {
    case "id":
      idCount += 1
      id = Self.id(member.value)
      isIDInFront = !hasOtherMembers
    case "method": hasMethod = true
    case "jsonrpc": break
    case let name:
      if !hasOtherMembers { isResponse = name == "result" || name == "error" }
      hasOtherMembers = true
    }
  }

  private static func id(_ value: UnsafeBufferPointer<UInt8>?) -> RequestID? {
    guard let value, value.count <= maximumIDBytes else { return nil }
    return RequestID(try? JSONParser.parse(value))
  }

  func message(endingWith end: MemberScanner.End) -> BrokenMessage {
    guard hasMethod else { return isResponse ? .unanswered : .unknown }
    if idCount == 0 { return end == .clean || end == .brackets ? .unanswered : .unknown }
    guard let id, idCount == 1, isIDInFront || end == .clean else { return .unknown }
    return .request(id)
  }
}
