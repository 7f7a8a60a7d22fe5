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

  /// The JSON of a result that does not change while the process lives; `members` are the method's own.
  func fixedResult(_ members: JSONObject, in revision: ProtocolRevision) -> [UInt8] {
    var writer = JSONWriter()
    Self.begin(&writer, in: revision)
    for (index, member) in members.members.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.string(member.key)
      writer.raw(":")
      writer.value(member.value)
    }
    if revision.isModern {
      writer.raw(#","ttlMs":"#)
      writer.integer(Self.timeToLive)
      writer.raw(#","cacheScope":"public""#)
    }
    end(&writer, in: revision)
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
