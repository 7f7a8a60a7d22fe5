// ToolArguments: the protocol of each tool's arguments: decoding with every violation reported at once, and the input
// schema.

import JSON
import Models

/// The arguments of a tool: one Codable type from which decoding, validation and the input schema follow.
protocol ToolArguments: Decodable, Sendable, Annotated {
  /// The caller's key for this call; nil where a tool takes none.
  var idempotencyKey: IdempotencyKey? { get }

  /// The arguments that the input schema requires; nil for those that decoding requires.
  static var required: [String]? { get }

  /// The arguments with a whole document replaced by the fields that it stands for; nil where there is none. Adds the
  /// violations of the document.
  static func expand(_ arguments: JSONObject, _ violations: inout [Violation]) -> JSONObject?

  /// The violations that decoding `arguments` found, in the words of what the caller gave.
  static func rephrase(_ violations: [Violation], of arguments: JSONObject) -> [Violation]

  /// Short descriptions of arguments by name, beside those that all tools share.
  static var ownNotes: [String: String] { get }

  /// Rules between arguments, such as "exactly one of two", on the arguments as they are meant.
  static func violations(in arguments: JSONObject) -> [Violation]
}

extension ToolArguments {
  var idempotencyKey: IdempotencyKey? { nil }
  static var required: [String]? { nil }
  static func expand(_ arguments: JSONObject, _ violations: inout [Violation]) -> JSONObject? { nil }
  static func rephrase(_ violations: [Violation], of arguments: JSONObject) -> [Violation] { violations }
  static func violations(in arguments: JSONObject) -> [Violation] { [] }
  static var ownNotes: [String: String] { [:] }
  static var notes: [String: String] { SharedNotes.all.merging(ownNotes) { _, own in own } }
}

extension ToolArguments {
  /// The arguments in `object`.
  ///
  /// - Parameters:
  ///   - object: the arguments as they are meant.
  ///   - declared: those that the tool has.
  /// - Throws: `invalid_input` with every violation: fields, unknown names, rules between fields.
  static func decode(_ object: JSONObject, _ declared: DeclaredArguments) throws(Failure) -> Self {
    var violations = UnknownArguments(arguments: object, declared: declared).violations
    // A document can be empty where a field is left out, too.
    let object = expand(object, &violations).map { declared.meant(by: $0) } ?? object
    violations += Self.violations(in: object)
    do {
      let arguments = try ModelDecoder.decode(Self.self, from: .object(object), names: declared.nameRule)
      if violations.isEmpty { return arguments }
    } catch {
      violations = rephrase(error.violations, of: object) + violations
    }
    throw Failure.invalidArguments(violations)
  }

  /// The violation when not exactly one of `alternatives` is there. An alternative is a group of names that go together.
  static func requireOne(of alternatives: [[String]], in arguments: JSONObject) -> [Violation] {
    let choices = alternatives.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
    let given = alternatives.filter { group in group.contains { arguments.has($0) } }
    if given.count == 1 {
      return given[0].filter { !arguments.has($0) }.map {
        Violation(path: $0, problem: "missing", allowed: choices, got: "nothing")
      }
    }
    let got = given.isEmpty ? "neither" : "both"
    return [Violation(path: alternatives[0][0], problem: "not exactly one", allowed: choices, got: got)]
  }
}

extension ToolArguments {
  /// The input schema.
  static var schema: JSONValue {
    let schema = ModelSchema.of(Self.self, for: .arguments)
    guard let required, var object = schema.objectValue else { return schema }
    object["required"] = required.isEmpty ? nil : .array(required.map { .string($0) })
    return .object(object)
  }
}

extension JSONObject {
  /// True when the argument is there; null counts as left out.
  func has(_ name: String) -> Bool { self[name] ?? .null != .null }
}

extension Failure {
  static func invalidArguments(_ violations: [Violation]) -> Failure {
    let count = violations.count == 1 ? "An argument is" : "\(violations.count) arguments are"
    return Failure(.invalidInput, "\(count) not valid; nothing was done. Correct and call again.", details: violations)
  }
}
