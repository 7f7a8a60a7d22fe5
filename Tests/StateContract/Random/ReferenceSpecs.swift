// The reference's specs: each version is the whole JSON of the spec, with the names of the changed fields.

import JSON
import Models

struct ReferenceSpec {
  let project: String
  let name: String
  var versions: [(spec: JSONObject, changed: [String])]

  var current: JSONObject { versions.last!.spec }

  func summary(similarity: JSONNumber?) -> JSONValue {
    var summary = current.only(["spec_name", "phase_name", "spec_status", "iteration", "version", "updated_at"])
    if let similarity { summary["similarity"] = .number(similarity) }
    return .object(summary)
  }
}

extension ReferenceState {
  func place(ofSpec name: String, in project: String) throws(Refusal) -> Int {
    guard let place = specs.firstIndex(where: { $0.project == project && $0.name == name }) else {
      throw Refusal(code: "not_found", paths: ["spec_name"])
    }
    return place
  }

  private func place(of operation: Operation) throws(Refusal) -> Int {
    guard operation.arguments["loop_id"] != nil else {
      return try place(ofSpec: operation.spec!, in: operation.project)
    }
    let loop = loops[try place(ofLoop: operation.loop)]
    guard let spec = loop.spec else { throw Refusal(code: "not_found", paths: ["loop_id"]) }
    return try place(ofSpec: spec, in: loop.project)
  }

  /// The name of a phase's spec.
  private func name(of phase: String) -> String { SpecName(phase: Name(trusted: phase))!.value }

  mutating func createSpec(_ operation: Operation, _ now: String, _ actual: JSONValue) throws(Refusal) -> JSONValue {
    let name = name(of: operation.string("phase_name")!)
    guard !specs.contains(where: { $0.project == operation.project && $0.name == name }) else {
      throw Refusal(code: "already_exists", paths: ["phase_name"])
    }
    guard let id = actual["id"], !specs.contains(where: { $0.current["id"] == id }) else { return "an id of its own" }
    var spec = operation.arguments
    spec["id"] = id
    spec["spec_name"] = .string(name)
    for field in SpecField.flexible { spec[field] = stored(spec[field]) ?? .null }
    spec["additional_sections"] = .array(merged([], with: spec["additional_sections"]))
    spec["iteration"] = 0
    spec["version"] = 1
    spec["created_at"] = .string(now)
    spec["updated_at"] = .string(now)
    specs.append(ReferenceSpec(project: operation.project, name: name, versions: [(spec, [])]))
    return receipt(spec, changed: nil)
  }

  /// A flexible text to be stored: `""` is none.
  private func stored(_ text: JSONValue?) -> JSONValue? { text == "" ? nil : text }

  /// Each change at the place of the section that it names, else at the end; an empty text changes no other.
  func merged(_ old: [JSONValue], with changes: JSONValue?) -> [JSONValue] {
    (changes?.arrayValue ?? []).reduce(old) { sections, change in
      guard sections.contains(where: { $0["name"] == change["name"] }) else { return sections + [change] }
      return sections.map { $0["name"] == change["name"] && change["text"] != "" ? change : $0 }
    }
  }

  func getSpec(_ operation: Operation) throws(Refusal) -> JSONValue {
    let versions = specs[try place(of: operation)].versions
    let version = operation.int("version") ?? versions.count
    guard version <= versions.count else { throw Refusal(code: "not_found", paths: ["version"]) }
    return .object(versions[version - 1].spec)
  }

  mutating func updateSpec(_ operation: Operation, _ now: String) throws(Refusal) -> JSONValue {
    let place = try place(of: operation)
    let old = specs[place].current
    let (outcome, changed) = try changes(of: specs[place], by: operation.arguments)
    // What is there already is no conflict.
    if case .success = outcome, changed.isEmpty { return receipt(old, changed: []) }
    if let expected = operation.arguments["expected_version"], expected != old["version"] {
      throw Refusal(code: "conflict", paths: ["expected_version"])
    }
    var new = try outcome.get()
    new["iteration"] = JSONValue(old["iteration"]!.intValue! + 1)
    new["version"] = JSONValue(old["version"]!.intValue! + 1)
    new["updated_at"] = .string(now)
    specs[place].versions.append((new, changed))
    return receipt(new, changed: changed)
  }

  /// The answer to a write of a spec: who and what, and the names of the sections.
  private func receipt(_ spec: JSONObject, changed: [String]?) -> JSONValue {
    var receipt = spec.without(SpecField.frozen + SpecField.flexible)
    receipt["additional_sections"] = .array(spec["additional_sections"]!.arrayValue!.map { $0["name"]! })
    if let changed { receipt["changed_fields"] = .array(changed.map { .string($0) }) }
    return .object(receipt)
  }

  /// The spec with what is asked for in place, and the names of the fields that differ then.
  private func changes(
    of spec: ReferenceSpec, by asked: JSONObject
  ) throws(Refusal) -> (Result<JSONObject, Refusal>, [String]) {
    let old = spec.current
    let order = ["phase_name"] + SpecField.flexible + ["additional_sections", "spec_status"]
    if let version = asked["restore_version"]?.intValue {
      guard version <= spec.versions.count else { throw Refusal(code: "not_found", paths: ["restore_version"]) }
      var new = old
      for field in order { new[field] = spec.versions[version - 1].spec[field] }
      return (.success(new), order.filter { new[$0] != old[$0] })
    }
    var edited = ReferenceEdits(old)
    for (index, edit) in (asked["edits"]?.arrayValue ?? []).enumerated() { edited.make(edit, at: index) }
    let broken =
      SpecField.frozen.filter { asked[$0] != nil && withoutBlankEnds(asked[$0]) != withoutBlankEnds(old[$0]) }
      + edited.frozen
    if !broken.isEmpty { return (.failure(Refusal(code: "frozen_field", paths: broken)), []) }
    if let phase = asked["phase_name"]?.stringValue, name(of: phase) != old["spec_name"]?.stringValue {
      return (.failure(Refusal(code: "invalid_input", paths: ["phase_name"])), [])
    }
    if !edited.faults.isEmpty { return (.failure(Refusal(code: "invalid_input", paths: edited.faults)), []) }
    var new = edited.spec
    for field in ["phase_name", "spec_status"] { new[field] = asked[field] ?? old[field] }
    for field in SpecField.flexible { new[field] = stored(asked[field]) ?? new[field] }
    for field in asked["clear_fields"]?.arrayValue ?? [] { new[field.stringValue!] = .null }
    let removed = asked["remove_sections"]?.arrayValue ?? []
    let sections = merged(new["additional_sections"]!.arrayValue!, with: asked["additional_sections"])
    new["additional_sections"] = .array(sections.filter { !removed.contains($0["name"]!) })
    return (.success(new), order.filter { new[$0] != old[$0] })
  }

  func listSpecs(_ operation: Operation) throws(Refusal) -> JSONValue {
    try require(operation)
    let status = operation.arguments["status"]
    let wanted = specs.filter {
      $0.project == operation.project && (status == nil || $0.current["spec_status"] == status)
    }
    let byName = wanted.sorted { isBefore($0.name, $1.name) }
    guard let query = operation.string("query") else {
      return list(byName.map { $0.summary(similarity: nil) }, operation)
    }
    let trigrams = Trigrams(query)
    let found = byName.map { spec in
      let thousandths = Trigrams(spec.name).thousandths(to: trigrams)
      return (spec: spec, thousandths: thousandths, rank: rank(of: query, in: spec) * 10_000 + thousandths)
    }.filter { $0.rank >= 10_000 || Trigrams($0.spec.name).similarity(to: trigrams) >= 0.3 }
    let ranks = Set(found.map(\.rank)).sorted(by: >)
    let ranked = ranks.flatMap { rank in found.filter { $0.rank == rank } }
    return list(ranked.map { $0.spec.summary(similarity: JSONNumber(Double($0.thousandths) / 1000)) }, operation)
  }

  /// 4 where the query is the name, 3 where its words are words of it, 2 where they begin words, 1 where they are in it.
  private func rank(of query: String, in spec: ReferenceSpec) -> Int {
    let names = [spec.name, spec.current["phase_name"]!.stringValue!].map(folded), query = folded(query)
    if query.isEmpty { return 0 }
    if names.contains(query) { return 4 }
    let words = names.flatMap { $0.split(separator: " ") + $0.replacing("!", with: " ").split(separator: " ") }
    return query.split(separator: " ").map { word in
      if words.contains(word) { return 3 }
      if words.contains(where: { $0.hasPrefix(word) }) { return 2 }
      return words.contains { $0.contains(word) } ? 1 : 0
    }.min()!
  }

  /// Enough for the names that are tried.
  private func folded(_ name: String) -> String {
    let letters = name.lowercased().map { ["_": " ", "-": " ", "ö": "o", "ß": "ss"][$0] ?? String($0) }
    return letters.joined().split(separator: " ").joined(separator: " ")
  }

  func listVersions(_ operation: Operation) throws(Refusal) -> JSONValue {
    let versions = specs[try place(of: operation)].versions.reversed()
    let lines = versions.map { version -> JSONValue in
      [
        "version": version.spec["version"]!, "iteration": version.spec["iteration"]!,
        "changed_fields": .array(version.changed.map { .string($0) }), "created_at": version.spec["updated_at"]!,
      ]
    }
    return list(lines, operation)
  }

  mutating func deleteSpec(_ operation: Operation) throws(Refusal) -> JSONValue {
    specs.remove(at: try place(of: operation))
    for place in loops.indices where loops[place].project == operation.project && loops[place].spec == operation.spec {
      loops[place].spec = nil
    }
    return ["deleted": true]
  }
}

/// A frozen text as it is compared: no blanks at the ends of its lines, no blank lines around it.
func withoutBlankEnds(_ text: JSONValue?) -> [[UInt8]]? {
  guard let text = text?.stringValue else { return nil }
  var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  for index in lines.indices {
    while lines[index].last == 0x20 || lines[index].last == 0x09 { lines[index].removeLast() }
  }
  while lines.first == [] { lines.removeFirst() }
  while lines.last == [] { lines.removeLast() }
  return lines
}
