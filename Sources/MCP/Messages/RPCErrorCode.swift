// RPCErrorCode: the numbers of JSON-RPC errors. A struct, so that a new code breaks no caller's switch.

/// The `code` of a JSON-RPC error.
struct RPCErrorCode: RawRepresentable, Sendable, Hashable {
  let rawValue: Int

  /// The line is not JSON.
  static let parseError = RPCErrorCode(rawValue: -32700)
  /// JSON, but not a request that can be served.
  static let invalidRequest = RPCErrorCode(rawValue: -32600)
  static let methodNotFound = RPCErrorCode(rawValue: -32601)
  static let invalidParams = RPCErrorCode(rawValue: -32602)
  static let internalError = RPCErrorCode(rawValue: -32603)
  /// There is no such resource (before MCP 2026-07-28).
  static let resourceNotFound = RPCErrorCode(rawValue: -32002)
  /// A revision that is not spoken here (MCP 2026-07-28).
  static let unsupportedProtocolVersion = RPCErrorCode(rawValue: -32022)
}
