// MethodTable: the methods that this server answers; a new one is a line here and a file beside it.

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
  ///
  /// - Parameter instructions: advice for an agent before it uses the tools.
  static func all(
    info: ServerInfo, instructions: String, features: ServerFeatures, askers: AskerFactory, logger: Logger
  ) -> MethodTable {
    let envelope = ResultEnvelope(info)
    let methods = features.methods(envelope, askers, logger)
    let introduction = ServerIntroduction(info: info, instructions: instructions, features: methods)
    return MethodTable(
      methods + [
        ListenMethod(envelope: envelope), InitializeMethod(introduction: introduction, logger: logger), PingMethod(),
        DiscoverMethod(introduction: introduction, envelope: envelope),
      ])
  }
}
