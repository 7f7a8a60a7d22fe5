// Operation: one call on a state manager as its tool's name and arguments, so that a failing run can be read.

import JSON
import Models

/// One call.
struct Operation: Sendable, CustomStringConvertible {
  let tool: String
  let arguments: JSONObject

  var description: String { "\(tool) \(JSONValue.object(arguments).text)" }

  func string(_ name: String) -> String? { arguments[name]?.stringValue }
  func int(_ name: String) -> Int? { arguments[name]?.intValue }
  var project: String { string("project_name")! }
  var spec: String? { string("spec_name") }
  var loop: String { string("loop_id")! }
  var limit: Int { int("limit")! }

  /// True for an operation that takes an idempotency key.
  var isWriting: Bool {
    let reading = ["get_", "list_", "analyze_", "resume_", "search", "project_history", "loop_history"]
    return !reading.contains { tool.hasPrefix($0) }
  }

  /// The number of pages of a list that are looked at.
  static let pages = 3
}

extension JSONObject {
  /// The members that are fields of `names`.
  func only(_ names: [String]) -> JSONObject { JSONObject(members.filter { names.contains($0.key) }) }
}

extension JSONValue {
  /// A failure as it is compared: its code and what it is about.
  static func failure(_ code: String, _ paths: [String]) -> JSONValue {
    ["failure": .string(code), "paths": .array(paths.map { .string($0) })]
  }

  /// A list as far as it was looked at.
  static func list(_ entries: [JSONValue], hasMore: Bool) -> JSONValue {
    ["entries": .array(entries), "has_more": .bool(hasMore)]
  }
}

/// The names of a spec's fields that hold texts.
enum SpecField {
  static let frozen = FrozenFields.all.map(\.name)
  static let flexible = FlexibleFields.all.map(\.name)
}

extension Operation {
  /// The operation with its texts as documents hold them, where it stores a document.
  var asInDocuments: Operation {
    guard ["create_spec", "update_spec", "store_roadmap", "store_project_plan"].contains(tool) else { return self }
    // The passages of edits are no whole texts; the text of a whole roadmap or plan is the beginning of each field.
    let members = arguments.members.map { member in
      member.key == "edits"
        ? member
        : JSONObject.Member(key: member.key, value: Self.asInDocuments(member.value, isWhole: member.key != "text"))
    }
    return Operation(tool: tool, arguments: JSONObject(members))
  }

  private static func asInDocuments(_ value: JSONValue, isWhole: Bool) -> JSONValue {
    switch value {
    case .string(let text):
      var scalars = text.unicodeScalars.filter { $0 != "\r" }
      while isWhole, scalars.last == "\n" { scalars.removeLast() }
      return .string(String(String.UnicodeScalarView(scalars)))
    case .object(let object):
      let members = object.members.map {
        JSONObject.Member(key: $0.key, value: asInDocuments($0.value, isWhole: isWhole))
      }
      return .object(JSONObject(members))
    case .array(let elements): return .array(elements.map { asInDocuments($0, isWhole: isWhole) })
    default: return value
    }
  }
}
