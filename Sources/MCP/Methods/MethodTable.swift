// MethodTable: the methods that this server answers; a new one is a line here and a file beside it.

import JSON
import Logging

/// Finds a method by its name.
struct MethodTable {
  private let methods: [String: any MethodHandler]

  /// - Precondition: no two of `methods` have one name.
  init(_ methods: [any MethodHandler]) {
    self.methods = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
  }

  /// The method of that name in any revision, nil when there is none.
  subscript(name: String) -> (any MethodHandler)? { methods[name] }

  /// All methods of the server.
  static func all(encoder: ResultEncoder, tools: ToolRegistry, logger: Logger) -> MethodTable {
    MethodTable([
      InitializeMethod(encoder: encoder, logger: logger), PingMethod(), DiscoverMethod(encoder: encoder),
      ListToolsMethod(registry: tools, encoder: encoder), CallToolMethod(registry: tools), ListenMethod(),
    ])
  }
}
