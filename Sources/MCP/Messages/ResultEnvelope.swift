// ResultEnvelope: the members that results have whatever their method: resultType, _meta, how long they may be kept.

import JSON

/// Writes the common members of a result, in the shape that the request's revision knows.
struct ResultEnvelope: Sendable {
  /// The member of `_meta` that every modern result has.
  private let serverInfo: [UInt8]

  /// Time for which a client may keep what does not change while the process lives, in milliseconds.
  private static let timeToLive = 3_600_000

  init(_ info: ServerInfo) {
    var writer = JSONWriter()
    writer.string(MetaKey.serverInfo)
    writer.raw(":")
    writer.value(info.json(in: .v2026_07_28))
    serverInfo = writer.bytes
  }

  /// Opens the result's object; the first member of the method's own comes next, without a comma.
  static func begin(_ writer: inout JSONWriter, in revision: ProtocolRevision) {
    if revision.isModern { writer.raw(#"{"resultType":"complete","#) } else { writer.raw("{") }
  }

  /// Closes the result's object, with `_meta` where the revision or the method has something for it.
  ///
  /// - Parameter members: the method's own members of `_meta`, as JSON without the braces.
  func end(_ writer: inout JSONWriter, meta members: [UInt8]? = nil, in revision: ProtocolRevision) {
    if revision.isModern || members != nil {
      writer.raw(",")
      writeMeta(&writer, members, in: revision)
    }
    writer.raw("}")
  }

  private func writeMeta(_ writer: inout JSONWriter, _ members: [UInt8]?, in revision: ProtocolRevision) {
    writer.raw(#""_meta":{"#)
    if revision.isModern { writer.raw(serverInfo) }
    if revision.isModern && members != nil { writer.raw(",") }
    if let members { writer.raw(members) }
    writer.raw("}")
  }

  /// The time for which a client may keep a result, told in the modern era.
  enum Lifetime: Sendable {
    /// The result does not change while the process lives, and is the same for everybody.
    case process
    /// The result may be another one the next moment.
    case none
  }

  /// Appends a result whose own members are `members`.
  ///
  /// - Parameter lifetime: nil for a result that does not tell it.
  func write(
    _ members: JSONObject, to writer: inout JSONWriter, lifetime: Lifetime?, in revision: ProtocolRevision
  ) {
    Self.begin(&writer, in: revision)
    for (index, member) in members.members.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.string(member.key)
      writer.raw(":")
      writer.value(member.value)
    }
    if revision.isModern, let lifetime {
      writer.raw(#","ttlMs":"#)
      writer.integer(lifetime == .process ? Self.timeToLive : 0)
      writer.raw(lifetime == .process ? #","cacheScope":"public""# : #","cacheScope":"private""#)
    }
    end(&writer, in: revision)
  }

  /// The JSON of a result that does not change while the process lives; `members` are the method's own.
  func fixedResult(_ members: JSONObject, in revision: ProtocolRevision) -> [UInt8] {
    var writer = JSONWriter()
    write(members, to: &writer, lifetime: .process, in: revision)
    return writer.bytes
  }

  /// The JSON of a result without members of the method's own, in the modern era.
  func modernResult(meta members: [UInt8]) -> [UInt8] {
    var writer = JSONWriter()
    Self.begin(&writer, in: .v2026_07_28)
    writeMeta(&writer, members, in: .v2026_07_28)
    writer.raw("}")
    return writer.bytes
  }
}
