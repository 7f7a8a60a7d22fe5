// SpecDocumentTests: a spec as Markdown and as fields, whole and in parts.

import JSON
import Models
import XCTest

@testable import Documents
@testable import Tools

final class SpecDocumentTests: XCTestCase {
  private static let created = Timestamp(trusted: "2026-07-28T09:30:00.000000Z")

  private func spec(
    _ flexible: FlexibleFields = FlexibleFields(), sections: KeyValuePairs<String, String> = [:]
  ) -> Spec {
    let sections = sections.map {
      AdditionalSections.Section(name: Name(trusted: $0.key), text: FlexibleText(trusted: $0.value))
    }
    let draft = SpecDraft(
      projectName: Name(trusted: "shop"), phaseName: Name(trusted: "User Login"),
      frozen: FrozenFields(
        objectives: Text(trusted: "Users sign in."), scope: Text(trusted: "Web only."),
        dependencies: Text(trusted: "None."), deliverables: Text(trusted: "- A page.\n- A test.")),
      flexible: flexible, additionalSections: AdditionalSections(sections))
    return Spec(draft!, id: SpecID(trusted: "0123abef"), createdAt: Self.created)
  }

  private var fullSpec: Spec {
    var fields = FlexibleFields()
    for field in FlexibleFields.all { fields[keyPath: field.path] = FlexibleText(trusted: "The \(field.name).") }
    return spec(fields, sections: ["Risks": "Many.", "Notes": "ü 漢 😀"])
  }

  /// The document's parts with those that names mean, which it must have.
  private func parts(_ spec: Spec, _ names: [String]) throws -> (parts: DocumentParts, chosen: Set<String>) {
    let parts = DocumentParts(SpecDocument(spec).markdown, form: SpecDocument.form)
    return (parts, try parts.choose(names).get())
  }

  private func narrowed(_ spec: Spec, _ names: String...) throws -> String {
    let (parts, chosen) = try parts(spec, names)
    return parts.narrowed(to: chosen)
  }

  private static let overview = """
    ## Overview

    ### Objectives

    Users sign in.

    ### Scope

    Web only.

    ### Dependencies

    None.

    ### Deliverables

    - A page.
    - A test.
    """

  private static let metadata = """
    ## Metadata

    - Project: shop
    - Spec: user-login
    - Status: draft
    - Iteration: 0
    - Version: 1
    - Created: 2026-07-28T09:30:00.000000Z
    - Updated: 2026-07-28T09:30:00.000000Z

    """

  // MARK: Markdown

  func testDocument_whenTheSpecIsMinimal_hasOverviewAndMetadata() {
    XCTAssertEqual(
      SpecDocument(spec()).markdown,
      "# Technical Specification: User Login\n\n\(Self.overview)\n\n\(Self.metadata)")
  }

  func testDocument_whenTheSpecIsFull_hasAllInOrder() {
    XCTAssertEqual(
      SpecDocument(fullSpec).markdown,
      """
      # Technical Specification: User Login

      \(Self.overview)

      ## System Design

      ### Architecture

      The architecture.

      ### Technology Stack

      The technology_stack.

      ## Implementation

      ### Functional Requirements

      The functional_requirements.

      ### Non-Functional Requirements

      The non_functional_requirements.

      ### Development Plan

      The development_plan.

      ### Testing Strategy

      The testing_strategy.

      ## Additional Details

      ### Research Requirements

      The research_requirements.

      ### Success Criteria

      The success_criteria.

      ### Integration Context

      The integration_context.

      ## Risks

      Many.

      ## Notes

      ü 漢 😀

      \(Self.metadata)
      """)
  }

  func testDocument_whenAChapterIsPartlyFilled_leavesTheRestOut() {
    var fields = FlexibleFields()
    fields.testingStrategy = FlexibleText(trusted: "By hand.")
    XCTAssertEqual(
      SpecDocument(spec(fields)).markdown,
      """
      # Technical Specification: User Login

      \(Self.overview)

      ## Implementation

      ### Testing Strategy

      By hand.

      \(Self.metadata)
      """)
  }

  func testDocument_whenSectionsAreChosen_hasThoseAndMetadata() throws {
    XCTAssertEqual(
      try narrowed(fullSpec, "scope", "architecture", "Risks"),
      """
      # Technical Specification: User Login

      ## Overview

      ### Scope

      Web only.

      ## System Design

      ### Architecture

      The architecture.

      ## Risks

      Many.

      \(Self.metadata)
      """)
    XCTAssertEqual(
      try narrowed(fullSpec),
      "# Technical Specification: User Login\n\n\(Self.metadata)")
  }

  func testDocument_whenAChosenFieldIsUnset_leavesItOut() throws {
    XCTAssertEqual(
      try narrowed(spec(), "architecture", "additional_sections"),
      "# Technical Specification: User Login\n\n\(Self.metadata)")
  }

  func testDocument_whenEveryFieldIsSet_showsEach() {
    let markdown = SpecDocument(fullSpec).markdown
    for title in FrozenFields.all.map(\.title) + FlexibleFields.all.map(\.title) {
      XCTAssertTrue(markdown.contains("\n### \(title)\n"), title)
    }
  }

  // MARK: Fields

  /// The fields that are left of those that can be chosen, as one line of JSON.
  private func selected(_ spec: Spec, _ names: String...) throws -> String {
    let (parts, chosen) = try parts(spec, names)
    let left = parts.narrowed(try JSONModelEncoder.tree(spec).objectValue!, to: chosen)
    let fixed: Set = [
      "id", "project_name", "spec_name", "phase_name", "iteration", "version", "spec_status", "created_at",
      "updated_at",
    ]
    XCTAssertEqual(fixed.subtracting(left.keys), [], "what identifies and dates a spec is always there")
    return JSONValue.object(JSONObject(left.members.filter { !fixed.contains($0.key) })).text
  }

  func testSections_whenChosen_areLeftOfTheFields() throws {
    let spec = fullSpec
    XCTAssertEqual(try selected(spec), "{}")
    XCTAssertEqual(try selected(spec, "scope"), #"{"scope":"Web only."}"#)
    XCTAssertEqual(try selected(spec, "Risks"), #"{"additional_sections":[{"name":"Risks","text":"Many."}]}"#)
    XCTAssertEqual(
      try selected(spec, "additional_sections", "architecture"),
      #"""
      {"architecture":"The architecture.","additional_sections":[{"name":"Risks","text":"Many."},\#
      {"name":"Notes","text":"ü 漢 😀"}]}
      """#)
  }

  func testSections_whenChosenAndUnset_areNullOrEmpty() throws {
    XCTAssertEqual(
      try selected(spec(), "architecture", "additional_sections"),
      #"{"architecture":null,"additional_sections":[]}"#)
  }

  func testSections_whenWrittenOtherwise_areFoundAsHeadingsAre() throws {
    for name in ["technology_stack", "Technology Stack", "2.1 technology  stack:", "TECHNOLOGY STACK"] {
      XCTAssertEqual(try parts(fullSpec, [name]).chosen, ["technology_stack"], name)
    }
    XCTAssertEqual(try parts(fullSpec, ["3) risks"]).chosen, ["Risks"])
    let twins = spec(sections: ["Risks": "a", "RISKS": "b"])
    XCTAssertEqual(try parts(twins, ["Risks"]).chosen, ["Risks"], "exactly the same goes first")
    XCTAssertEqual(try parts(twins, ["risks"]).chosen, ["Risks", "RISKS"])
  }

  func testSections_whenTheSpecHasNone_areRefusedByName() {
    XCTAssertThrowsError(try parts(fullSpec, ["scope", "Plan", "Risks", "Riscs"])) { error in
      let violations = (error as? DocumentParts.Violations)?.list ?? []
      XCTAssertEqual(violations.map(\.path), ["sections"])
      XCTAssertEqual(violations.map(\.got), [#""Plan", "Riscs""#])
      XCTAssertEqual(violations.map { $0.allowed.hasSuffix(", Risks, Notes") }, [true])
    }
  }
}
