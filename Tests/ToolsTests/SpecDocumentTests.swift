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

  private func sections(_ names: String...) -> SpecSections { SpecSections(names.map { Text(trusted: $0) }) }

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

  func testDocument_whenSectionsAreChosen_hasThoseAndMetadata() {
    XCTAssertEqual(
      SpecDocument(fullSpec, only: sections("scope", "architecture", "Risks")).markdown,
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
      SpecDocument(fullSpec, only: sections()).markdown,
      "# Technical Specification: User Login\n\n\(Self.metadata)")
  }

  func testDocument_whenAChosenFieldIsUnset_leavesItOut() {
    XCTAssertEqual(
      SpecDocument(spec(), only: sections("architecture", "additional_sections")).markdown,
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
  private func selected(_ spec: Spec, _ sections: SpecSections) throws -> String {
    let left = sections.select(from: try JSONModelEncoder.tree(spec)).objectValue!
    let fixed: Set = [
      "id", "project_name", "spec_name", "phase_name", "iteration", "version", "spec_status", "created_at",
      "updated_at",
    ]
    XCTAssertEqual(fixed.subtracting(left.keys), [], "what identifies and dates a spec is always there")
    return JSONValue.object(JSONObject(left.members.filter { !fixed.contains($0.key) })).text
  }

  func testSections_whenChosen_areLeftOfTheFields() throws {
    let spec = fullSpec
    XCTAssertEqual(try selected(spec, sections()), "{}")
    XCTAssertEqual(try selected(spec, sections("scope")), #"{"scope":"Web only."}"#)
    XCTAssertEqual(try selected(spec, sections("Risks")), #"{"additional_sections":[{"name":"Risks","text":"Many."}]}"#)
    XCTAssertEqual(
      try selected(spec, sections("additional_sections", "architecture")),
      #"""
      {"architecture":"The architecture.","additional_sections":[{"name":"Risks","text":"Many."},\#
      {"name":"Notes","text":"ü 漢 😀"}]}
      """#)
  }

  func testSections_whenChosenAndUnset_areNullOrEmpty() throws {
    XCTAssertEqual(
      try selected(spec(), sections("architecture", "additional_sections")),
      #"{"architecture":null,"additional_sections":[]}"#)
  }

  func testSections_whenTheSpecHasNone_areRefusedByName() {
    XCTAssertEqual(sections("scope", "Risks", "additional_sections").violations(against: fullSpec), [])
    let violations = sections("scope", "risks", "Risks", "Plan").violations(against: fullSpec)
    XCTAssertEqual(violations.map(\.path), ["sections"])
    XCTAssertEqual(violations.map(\.got), [#""Plan", "risks""#])
    XCTAssertEqual(violations.map { $0.allowed.hasSuffix(", additional_sections, Risks, Notes") }, [true])
  }
}
