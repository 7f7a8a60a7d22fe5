// ToolResult: the outcome of a tool call, already in the bytes that go out.

/// The result of a tool call.
public struct ToolResult: Sendable {
  /// Text of the one content block, UTF-8.
  public var text: [UInt8]
  /// A JSON object that matches the output schema; not sent to revisions before 2025-06-18.
  public var structuredContent: [UInt8]?
  /// True when the call failed; the text then says what is wrong and what to do.
  public var isError: Bool
  /// The code of a failure, for the log.
  public var failure: String?
  /// Members of `_meta` as JSON without the braces, for example `"respec/error":{"code":"not_found"}`.
  public var meta: [UInt8]?
  /// A question that the client is to answer before the call can go on, in the modern era; nil otherwise. Nothing else is
  /// sent then.
  var question: (inputRequests: [UInt8], requestState: String)?

  /// Makes a result. All bytes must be valid UTF-8, and JSON where JSON is asked for: nothing checks them again.
  public init(
    text: [UInt8], structuredContent: [UInt8]? = nil, isError: Bool = false, failure: String? = nil,
    meta: [UInt8]? = nil
  ) {
    self.text = text
    self.structuredContent = structuredContent
    self.isError = isError
    self.failure = failure
    self.meta = meta
  }

  /// A result that asks for input.
  init(inputRequests: [UInt8], requestState: String) {
    self.init(text: [])
    question = (inputRequests, requestState)
  }
}
