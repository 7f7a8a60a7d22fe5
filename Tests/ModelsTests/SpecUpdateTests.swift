// SpecUpdateTests: the fields that an update of a spec changes, and those that it may not.

import JSON
import Models
import XCTest

final class SpecUpdateTests: XCTestCase {
  private func changes(_ text: String) throws -> SpecChanges { try value(of: SpecChanges.self, json(text)) }

  private func failure(_ text: String, expecting version: VersionNumber? = nil) throws -> Failure? {
    do {
      _ = try Samples.spec.applying(changes(text), expecting: version, at: Samples.later)
      return nil
    } catch let failure as Failure {
      return failure
    }
  }

  func testUpdate_whenFieldsChange_isTheNextVersion() throws {
    let update = try Samples.spec.applying(
      changes(
        #"""
        {"spec_status": "approved", "additional_sections": {"New": "n"}, "remove_sections": ["Risks", "None"], \#
        "integration_context": "i", "clear_fields": ["Architecture"], "phase_name": "user  LOGIN", "scope": "the scope"}
        """#),
      expecting: 1, at: Samples.later)
    XCTAssertEqual(
      update.changedFields,
      ["phase_name", "architecture", "integration_context", "additional_sections", "spec_status"])
    var expected = Samples.spec
    expected.phaseName = Name(trusted: "user  LOGIN")
    expected.flexible.architecture = nil
    expected.flexible.integrationContext = FlexibleText(trusted: "i")
    expected.additionalSections = AdditionalSections(["Cost": "little", "New": "n"])
    expected.specStatus = .approved
    expected.iteration = 1
    expected.version = 2
    expected.updatedAt = Samples.later
    XCTAssertEqual(update.spec, expected)
  }

  func testUpdate_whenNothingChanges_isTheSameVersion() throws {
    for text in [
      #"{"objectives": "the objectives ", "scope": "\n \t\nthe scope\t\n\n", "dependencies": "\r\nthe dependencies"}"#,
      #"{"edits": [{"field": "scope", "old_text": "scope", "new_text": "scope  \n"}]}"#,
      "{}", #"{"architecture": "layers", "technology_stack": "", "spec_status": "draft"}"#,
      #"{"additional_sections": {"Cost": "little", "Risks": "none"}, "phase_name": "User Login"}"#,
      #"{"objectives": "the objectives", "deliverables": "the deliverables"}"#,
      #"{"architecture": "", "additional_sections": {"Risks": ""}, "clear_fields": ["success_criteria"]}"#,
      #"{"edits": [{"field": "architecture", "old_text": "tiers", "new_text": "layers"}]}"#,
    ] {
      let update = try Samples.spec.applying(changes(text), expecting: 7, at: Samples.later)
      XCTAssertEqual(update, SpecUpdate(spec: Samples.spec, changedFields: []), text)
    }
  }

  func testUpdate_whenFrozenFieldsDiffer_namesEachOfThem() throws {
    let failure = try failure(
      #"{"deliverables": "d", "objectives": " the objectives", "scope": "the scope", "architecture": "x"}"#)
    XCTAssertEqual(failure?.code, .frozenField)
    XCTAssertEqual(
      failure?.details,
      [
        Violation(
          path: "objectives", problem: "frozen at creation", allowed: "the stored text, or leave it out",
          got: #"" the objectives""#),
        Violation(
          path: "deliverables", problem: "frozen at creation", allowed: "the stored text, or leave it out",
          got: #""d""#),
      ])
  }

  func testUpdate_whenTheVersionIsAnother_isAConflictBeforeOtherFaults() throws {
    let failure = try failure(#"{"objectives": "other", "phase_name": "Other"}"#, expecting: 2)
    XCTAssertEqual(failure?.code, .conflict)
    XCTAssertEqual(
      failure?.details,
      [Violation(path: "expected_version", problem: "not the current version", allowed: "1", got: "2")])
  }

  func testUpdate_whenThePhaseIsAnotherSpecs_isRefused() throws {
    for phase in ["Other", "---", "User Logins"] {
      let failure = try failure(#"{"phase_name": "\#(phase)"}"#)
      XCTAssertEqual(failure?.code, .invalidInput)
      XCTAssertEqual(
        failure?.details,
        [
          Violation(
            path: "phase_name", problem: "names another spec", allowed: "a name that normalises to user-login",
            got: "\"\(phase)\"")
        ])
    }
  }

  func testUpdate_whenVersion010NamedTheSpec_keepsItsPhases() throws {
    let draft = SpecDraft(
      projectName: Name(trusted: "shop"), phaseName: Name(trusted: "v1.2.3"), frozen: Samples.frozen)!
    let created = Spec(draft, id: Samples.specID, createdAt: Samples.time)
    let earlier = Spec(
      id: created.id, projectName: created.projectName, specName: SpecName(trusted: "v123"),
      phaseName: created.phaseName, frozen: created.frozen, flexible: created.flexible,
      additionalSections: created.additionalSections, iteration: 0, version: 1, specStatus: .draft,
      createdAt: Samples.time, updatedAt: Samples.time)
    func renamed(_ spec: Spec, _ phase: String) -> String? {
      var changes = SpecChanges()
      changes.phaseName = Name(trusted: phase)
      changes.flexible.architecture = FlexibleText(trusted: "x")
      return try? spec.applying(changes, expecting: nil, at: Samples.later).spec.phaseName.value
    }
    for phase in ["v1.2.3", "V1.23", "v123"] { XCTAssertEqual(renamed(earlier, phase), phase) }
    XCTAssertNil(renamed(earlier, "v1-2-3"))
    for phase in ["v1.2.3", "V1/2:3", "v1-2-3"] { XCTAssertEqual(renamed(created, phase), phase) }
    XCTAssertNil(renamed(created, "v123"))
    // Today's rule named it: the other spelling is another spec's.
    XCTAssertNil(renamed(Samples.spec, "User. Login.s"))
  }

  func testUpdate_whenSectionsWouldBeTooMany_isRefused() throws {
    func sections(_ count: Int) -> String {
      (0..<count).map { #""section \#($0)": "x""# }.joined(separator: ", ")
    }
    XCTAssertNil(try failure(#"{"additional_sections": {\#(sections(98))}}"#))
    XCTAssertNil(try failure(#"{"remove_sections": ["Risks"], "additional_sections": {\#(sections(99))}}"#))
    let failure = try failure(#"{"additional_sections": {\#(sections(99))}}"#)
    XCTAssertEqual(failure?.code, .invalidInput)
    XCTAssertEqual(
      failure?.details,
      [
        Violation(
          path: "additional_sections", problem: "too many", allowed: "at most 100 with those that the spec has",
          got: "101 together")
      ])
  }

  func testSpec_whenCreatedWithEmptyTexts_leavesFieldsUnsetAndKeepsSections() throws {
    var flexible = FlexibleFields()
    flexible.architecture = FlexibleText(trusted: "")
    flexible.developmentPlan = FlexibleText(trusted: " ")
    let draft = try XCTUnwrap(
      SpecDraft(
        projectName: Name(trusted: "p"), phaseName: Name(trusted: "A B"), frozen: Samples.frozen, flexible: flexible,
        additionalSections: AdditionalSections(["a": "", "\u{301}": "\r\n"])))
    let spec = Spec(draft, id: Samples.specID, createdAt: Samples.time)
    XCTAssertNil(spec.flexible.architecture)
    XCTAssertEqual(spec.flexible.developmentPlan?.value, " ")
    XCTAssertEqual(spec.additionalSections, AdditionalSections(["a": "", "\u{301}": ""]))
    XCTAssertEqual(spec.specName.value, "a-b")
    XCTAssertNil(SpecDraft(projectName: Name(trusted: "p"), phaseName: Name(trusted: "!"), frozen: Samples.frozen))
  }
}
