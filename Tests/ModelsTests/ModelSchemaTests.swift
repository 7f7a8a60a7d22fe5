// ModelSchemaTests: a schema agrees with decoding and encoding.

import JSON
import Models
import TestSupport
import XCTest

final class ModelSchemaTests: XCTestCase {
  // MARK: Exact schemas

  func testSchema_whenForArguments_requiresWhatIsNotOptional() throws {
    XCTAssertEqual(
      ModelSchema.of(Order.Line.self, for: .arguments).text,
      #"""
      {"type":"object","properties":{"article":{"type":"string"},\#
      "count":{"type":"integer","minimum":0,"maximum":100},"note":{"type":"string"}},\#
      "required":["article","count"]}
      """#)
  }

  func testSchema_whenForResults_tellsNamesAndTypesAlone() throws {
    XCTAssertEqual(
      ModelSchema.of(Decision.self, for: .result).text,
      #"""
      {"type":"object","properties":{"status":{"type":"string"},"reason":{"type":"string"},\#
      "threshold":{"type":"integer"},"improvement":{}}}
      """#)
    XCTAssertEqual(
      ModelSchema.of(LoopAnalysis.self, for: .result)["properties"]?["loop"], ["type": "object"])
    XCTAssertEqual(
      ModelSchema.of(Loop.self, for: .result)["properties"]?["score_history"]?.text,
      #"{"type":"array","items":{"type":"integer"}}"#)
  }

  func testSchema_whenAChoiceIsOptional_isNotRequired() {
    struct Model: Decodable { let kind: RoadmapStatus? }
    XCTAssertEqual(ModelSchema.of(Model.self, for: .result)["properties"]?["kind"], [:])
    XCTAssertEqual(
      ModelSchema.of(Model.self, for: .arguments).text,
      #"""
      {"type":"object","properties":{"kind":{"type":"string","enum":["draft","in-review","approved","in-progress",\#
      "completed","blocked"]}}}
      """#)
  }

  func testSchema_whenAnnotated_carriesTheNotes() {
    struct Model: Decodable, Annotated {
      let name: Name
      static let notes = ["name": "What it is called.", "other": "No such field."]
    }
    XCTAssertEqual(
      ModelSchema.of(Model.self, for: .arguments)["properties"]?.text,
      #"{"name":{"type":"string","description":"What it is called."}}"#)
  }

  func testSchema_whenGroupsAreFlat_listsTheirFieldsInOrder() throws {
    let spec = ModelSchema.of(Spec.self, for: .result)
    let encoded = try JSONModelEncoder.tree(Samples.spec)
    // Groups are asked for after the fields around them, so the order may differ: nothing depends on it.
    XCTAssertEqual(Set(spec["properties"]!.objectValue!.keys), Set(encoded.objectValue!.keys))
    XCTAssertEqual(encoded.objectValue!.members.count, 23)
  }

  // MARK: Agreement

  /// Checks, for a model and one good JSON of it, that the schema and the decoder agree on it and on each change of one
  /// member: left out, null, and of every other type.
  private func assertAgreement<Model: Decodable>(
    _ type: Model.Type, on good: JSONValue, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let schema = ModelSchema.of(type, for: .arguments)
    let object = try XCTUnwrap(good.objectValue, file: file, line: line)
    XCTAssertEqual(
      Set(schema["properties"]!.objectValue!.keys), Set(object.keys), "sample of all fields", file: file, line: line)
    func check(_ value: JSONValue, _ what: String) {
      let isValid = SchemaChecker.faults(of: value, in: schema).isEmpty
      let isTaken = violations(of: type, value).isEmpty
      XCTAssertEqual(isTaken, isValid, "\(type): \(what)", file: file, line: line)
    }
    check(good, "as it is")
    let number = try json("0.5")
    for member in object.members {
      var without = object
      without[member.key] = nil
      check(.object(without), "without \(member.key)")
      // Rules for texts and texts of digits for numbers are beyond what the schema tells.
      for other in [true, 1000, number, "0123abef", [], [[]], ["a": 1]] as [JSONValue] {
        var changed = object
        changed[member.key] = other
        check(.object(changed), "\(member.key) is \(other.text)")
      }
    }
  }

  func testArguments_whenAnyMemberChanges_areTakenAsTheSchemaSays() throws {
    try assertAgreement(
      Order.self,
      on: json(
        #"""
        {"id": "0123abef", "kind": "plan", "lines": [], "buyer": {"article": "a", "count": 5}, \#
        "seller": {"article": "a", "count": 5, "note": ""}, "tags": ["a"], "amount": 3, "weight": 1, \#
        "is_paid": true, "remark": ""}
        """#))
    let texts = Dictionary(uniqueKeysWithValues: FlexibleFields.all.map { ($0.name, "x") })
    var changes = JSONObject(texts.map { .init(key: $0.key, value: .string($0.value)) })
    for field in FrozenFields.all { changes[field.name] = "x" }
    changes["phase_name"] = "x"
    changes["additional_sections"] = [["name": "a", "text": "b"]]
    changes["clear_fields"] = ["architecture"]
    changes["remove_sections"] = ["a"]
    changes["edits"] = [["field": "a", "old_text": "b", "new_text": ""]]
    changes["spec_status"] = "draft"
    changes["restore_version"] = 1
    try assertAgreement(SpecChanges.self, on: .object(changes))
    try assertAgreement(RoadmapFields.self, on: JSONModelEncoder.tree(Samples.roadmap(title: nil).fields))
    try assertAgreement(ProjectPlanFields.self, on: JSONModelEncoder.tree(Samples.plan().fields))
    try assertAgreement(FrozenFields.self, on: JSONModelEncoder.tree(Samples.frozen))
  }

  /// Checks that what encoding writes is valid and exactly what the schema describes.
  private func assertDescribed<Model: Codable>(
    _ model: Model, file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let schema = ModelSchema.of(Model.self, for: .result)
    let tree = try JSONModelEncoder.tree(model)
    XCTAssertEqual(SchemaChecker.faults(of: tree, in: schema), [], "\(Model.self)", file: file, line: line)
    XCTAssertEqual(violations(of: Model.self, tree), [], "\(Model.self)", file: file, line: line)
    // Some are absent where they have no value.
    XCTAssertTrue(
      Set(schema["properties"]!.objectValue!.keys).isSuperset(of: tree.objectValue!.keys), "\(Model.self)", file: file,
      line: line)
  }

  func testResults_whenEncoded_areAsTheSchemaSays() throws {
    let decision = Decision(status: .refine, reason: .belowThreshold, threshold: 90, improvement: nil)
    var linked = Samples.loop
    linked.specName = SpecName(trusted: "user-login")
    try assertDescribed(Samples.loop)
    try assertDescribed(linked)
    try assertDescribed(FeedbackOutcome(loop: linked, decision: decision, feedback: Samples.receipt))
    try assertDescribed(HistoryEntry(sequenceNumber: 1, addedAt: Samples.time, loop: linked))
    try assertDescribed(LoopAnalysis(loop: linked, feedback: [Samples.feedback], policy: .standard(for: .plan)))
    try assertDescribed(Samples.spec)
    try assertDescribed(SpecReceipt(Samples.spec))
    try assertDescribed(SpecReceipt(SpecUpdate(spec: Samples.spec, changedFields: ["architecture"])))
    try assertDescribed(SpecSummary(Samples.spec))
    try assertDescribed(SpecSummary(Samples.spec, similarity: 0.5))
    try assertDescribed(Samples.roadmap(title: nil))
    try assertDescribed(Samples.roadmap(title: Name(trusted: "t")))
    try assertDescribed(Samples.plan())
    try assertDescribed(ProjectPlanSummary(Samples.plan()))
    try assertDescribed(SpecVersion(version: 1, iteration: 0, changedFields: [], createdAt: Samples.time))
  }
}
