// ToolResult+JSON: the result of `tools/call`, revision by revision.

import JSON

extension ToolResult {
  /// Appends the JSON of `result` in the shape that `revision` knows, with room made for it first.
  func write(to writer: inout JSONWriter, _ envelope: ResultEnvelope, in revision: ProtocolRevision) {
    if let question { return write(question, to: &writer, envelope, in: revision) }
    let size = text.count * 9 / 8 + (structuredContent?.count ?? 0) + 256
    writer.bytes.reserveCapacity(writer.bytes.count + size)
    ResultEnvelope.begin(&writer, in: revision)
    writer.raw(#""content":[{"type":"text","text":"#)
    writer.string(utf8: text)
    writer.raw("}]")
    if revision.hasStructuredContent, let content = structuredContent {
      writer.raw(#","structuredContent":"#)
      writer.raw(content)
    }
    if isError { writer.raw(#","isError":true"#) }
    envelope.end(&writer, meta: meta, in: revision)
  }

  private func write(
    _ question: (inputRequests: [UInt8], requestState: String), to writer: inout JSONWriter,
    _ envelope: ResultEnvelope, in revision: ProtocolRevision
  ) {
    writer.raw(#"{"resultType":"input_required","inputRequests":"#)
    writer.raw(question.inputRequests)
    writer.raw(#","requestState":"#)
    writer.string(question.requestState)
    envelope.end(&writer, in: revision)
  }
}
