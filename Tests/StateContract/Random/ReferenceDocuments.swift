// The reference's roadmaps and plans: each version is the whole JSON of the document.

import JSON
import Models

extension ReferenceState {
  func versions(_ operation: Operation, in documents: [String: [JSONObject]]) throws(Refusal) -> [JSONObject] {
    guard let versions = documents[operation.project] else {
      throw Refusal(code: "not_found", paths: ["project_name"])
    }
    return versions
  }

  func version(_ operation: Operation, in documents: [String: [JSONObject]]) throws(Refusal) -> JSONValue {
    let versions = try versions(operation, in: documents)
    let version = operation.int("version") ?? versions.count
    guard version <= versions.count else { throw Refusal(code: "not_found", paths: ["version"]) }
    return .object(versions[version - 1])
  }

  mutating func store<Kind: ProjectDocumentKind>(
    _ operation: Operation, in documents: WritableKeyPath<ReferenceState, [String: [JSONObject]]>, _ kind: Kind.Type,
    _ now: String
  ) throws(Refusal) -> JSONValue {
    let rules = ReferenceDocumentRules(kind)
    let asked = operation.filled(rules.fields)
    let earlier = self[keyPath: documents][operation.project] ?? []
    if earlier.isEmpty, asked["expected_version"] != nil || asked["restore_version"] != nil {
      throw Refusal(code: "not_found", paths: ["project_name"])
    }
    let old = earlier.last ?? rules.nothing(operation.project, now)
    let wanted = try restored(asked, earlier) ?? rules.changed(old, asked, merged)
    var new = old
    for name in rules.order { new[name] = wanted[name] }
    var changed = rules.order.filter { new[$0] != old[$0] }
    if earlier.isEmpty { changed = changed.filter { $0 != rules.status } + [rules.status] }
    if changed.isEmpty { return rules.receipt(old, changed) }
    if let expected = asked["expected_version"], expected != old["version"] {
      throw Refusal(code: "conflict", paths: ["expected_version"])
    }
    if asked["restore_version"] == nil { try rules.check(new) }
    new["version"] = JSONValue(earlier.count + 1)
    new["updated_at"] = .string(now)
    self[keyPath: documents][operation.project] = earlier + [new]
    return rules.receipt(new, changed)
  }

  private func restored(_ asked: JSONObject, _ versions: [JSONObject]) throws(Refusal) -> JSONObject? {
    guard let version = asked["restore_version"]?.intValue else { return nil }
    guard version <= versions.count else { throw Refusal(code: "not_found", paths: ["restore_version"]) }
    return versions[version - 1]
  }
}

/// What is told of a kind of document.
private struct ReferenceDocumentRules {
  let title: String?
  let fields: [String]
  let status: String
  let needsAll: Bool

  init<Kind: ProjectDocumentKind>(_ kind: Kind.Type) {
    title = Kind.titleName
    fields = Kind.Fields.all.map(\.name)
    status = Kind.statusName
    needsAll = Kind.Fields.areRequired
  }

  var order: [String] { [title].compactMap { $0 } + fields + ["additional_sections", status] }

  /// A document of which nothing is stored.
  func nothing(_ project: String, _ now: String) -> JSONObject {
    var document: JSONObject = ["project_name": .string(project)]
    for name in order { document[name] = .null }
    document["additional_sections"] = []
    document[status] = "draft"
    document["created_at"] = .string(now)
    return document
  }

  func changed(
    _ old: JSONObject, _ asked: JSONObject, _ merged: ([JSONValue], JSONValue?) -> [JSONValue]
  ) -> JSONObject {
    var new = old
    for name in [title, status].compactMap({ $0 }) + fields { new[name] = asked[name] ?? old[name] }
    for field in asked["clear_fields"]?.arrayValue ?? [] { new[field.stringValue!] = .null }
    let removed = asked["remove_sections"]?.arrayValue ?? []
    let sections = merged(new["additional_sections"]!.arrayValue!, asked["additional_sections"])
    new["additional_sections"] = .array(sections.filter { !removed.contains($0["name"]!) })
    return new
  }

  func check(_ document: JSONObject) throws(Refusal) {
    let missing = fields.filter { document[$0] == .null }
    if needsAll, !missing.isEmpty { throw Refusal(code: "invalid_input", paths: missing) }
    if missing == fields, document["additional_sections"] == [] {
      throw Refusal(code: "invalid_input", paths: [fields[0]])
    }
  }

  /// The answer to a write: who and what, and the names of the sections.
  func receipt(_ document: JSONObject, _ changed: [String]) -> JSONValue {
    var receipt = document.without(fields)
    receipt["additional_sections"] = .array(document["additional_sections"]!.arrayValue!.map { $0["name"]! })
    receipt["changed_fields"] = .array(changed.map { .string($0) })
    return .object(receipt)
  }
}

extension Operation {
  /// The arguments, with the text of a whole document in the fields that are not given.
  func filled(_ fields: [String]) -> JSONObject {
    var arguments = arguments
    guard let text = string("text") else { return arguments }
    for name in fields where arguments[name] == nil { arguments[name] = .string("\(text): \(name)") }
    return arguments
  }
}
