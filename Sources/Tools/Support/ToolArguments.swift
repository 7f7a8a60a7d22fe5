// ToolArguments: how a call's arguments become a model, with every violation in one go.

import JSON
import Models

/// The arguments of a tool: one Codable type from which decoding, validation and the input schema follow.
protocol ToolArguments: Decodable, Sendable, Annotated {
  /// The caller's key for this call; nil where a tool takes none.
  var idempotencyKey: IdempotencyKey? { get }

  /// Rules between arguments, such as "exactly one of two", on the arguments as they came.
  static func violations(in arguments: JSONObject) -> [Violation]
}

extension ToolArguments {
  var idempotencyKey: IdempotencyKey? { nil }
  static func violations(in arguments: JSONObject) -> [Violation] { [] }
  static var notes: [String: String] { [:] }
}

extension ToolArguments {
  /// The arguments in `object`.
  ///
  /// - Parameter known: the names that the input schema has.
  /// - Throws: `invalid_input` with every violation: unknown names, fields, rules between fields.
  static func decode(_ object: JSONObject, known: [String]) throws(Failure) -> Self {
    let others = unknownArguments(in: object, known: known) + violations(in: object)
    do {
      let arguments = try ModelDecoder.decode(Self.self, from: .object(object))
      guard others.isEmpty else { throw Failure.invalidArguments(others) }
      return arguments
    } catch let error as InvalidModel {
      throw Failure.invalidArguments(error.violations + others)
    } catch {
      throw error as! Failure
    }
  }

  /// A message has room for a million names: an answer names so many of them and counts the rest.
  private static var maximumUnknown: Int { 100 }

  private static func unknownArguments(in object: JSONObject, known: [String]) -> [Violation] {
    let names = object.keys.filter { !known.contains($0) }
    let named = names.prefix(maximumUnknown).map { unknownArgument($0, known: known) }
    guard names.count > maximumUnknown else { return named }
    return named + [
      Violation(
        path: "arguments", problem: "\(names.count - maximumUnknown) more unknown arguments",
        allowed: known.joined(separator: ", "), got: "\(object.keys.count) arguments")
    ]
  }

  private static func unknownArgument(_ name: String, known: [String]) -> Violation {
    let got = JSONValue.string(name).abbreviated
    let isLong = name.utf8.count > 255
    let closest = isLong ? [] : ClosestNames.find(to: name, among: known)
    return Violation(
      path: isLong ? got : name, problem: "unknown argument" + (closest.first.map { ", did you mean \($0)?" } ?? ""),
      allowed: known.joined(separator: ", "), got: got)
  }

  /// The violation when not exactly one of `alternatives` is there. An alternative is a group of names that go together.
  static func requireOne(of alternatives: [[String]], in arguments: JSONObject) -> [Violation] {
    let given = alternatives.filter { group in group.contains { arguments.has($0) } }
    if given.count == 1 {
      return given[0].filter { !arguments.has($0) }.map {
        Violation(
          path: $0, problem: "missing", allowed: "goes with \(given[0].joined(separator: " and "))", got: "nothing")
      }
    }
    let choices = alternatives.map { $0.joined(separator: " and ") }.joined(separator: ", or ")
    let got = given.isEmpty ? "neither" : "both"
    return [Violation(path: alternatives[0][0], problem: "not exactly one", allowed: choices, got: got)]
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
