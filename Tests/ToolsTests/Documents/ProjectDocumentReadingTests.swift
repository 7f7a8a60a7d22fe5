// ProjectDocumentReadingTests: roadmaps and plans written by hand; what is taken, and what is refused in which words.

import JSON
import Models
import XCTest

@testable import Documents
@testable import Tools

final class ProjectDocumentReadingTests: XCTestCase {
  private func document<Fields: DocumentFields>(_ title: String, _ fields: Fields.Type) -> String {
    ([title] + Fields.all.map { "## \($0.title)\n\($0.name)" }).joined(separator: "\n")
  }

  private func store(_ tool: String, _ markdown: String, _ others: JSONObject = [:]) async throws -> Reply {
    let arguments: JSONObject = ["project_name": "p", "markdown": .string(markdown)]
    return try await Toolbox().call(tool, JSONObject(arguments.members + others.members))
  }

  func testRoadmap_whenWrittenByHand_isTaken() async throws {
    let titles: [(String, JSONValue)] = [
      ("", .null), ("# Roadmap", .null), ("# Roadmap: To Sea", "To Sea"), ("# To Sea", "To Sea"),
    ]
    for (title, expected) in titles {
      let metadata = "## Specs\n\n- login (draft, version 1)\n## Metadata\n- Status: approved"
      let markdown = document(title, RoadmapFields.self) + "\n" + metadata
      let roadmap = try await Toolbox().written(
        "store_roadmap", ["project_name": "p", "markdown": .string(markdown)])
      XCTAssertEqual(roadmap["roadmap_title"], expected, title)
      XCTAssertEqual(roadmap["roadmap_status"], "approved")
      for field in RoadmapFields.all { XCTAssertEqual(roadmap[field.name], .string(field.name)) }
    }
  }

  func testRoadmap_whenArgumentsAreBesideTheDocument_theyBeatIt() async throws {
    let markdown = document("# Roadmap: a", RoadmapFields.self) + "\n## Metadata\n- Status: approved"
    let reply = try await store("store_roadmap", markdown, ["roadmap_title": "b", "roadmap_status": "blocked"])
    XCTAssertEqual(reply.content?["roadmap_title"], "b")
    XCTAssertEqual(reply.content?["roadmap_status"], "blocked")
  }

  func testRoadmap_whenAnythingIsWrong_isRefusedAtOnce() async throws {
    let markdown =
      "Intro\n" + document("# Roadmap", RoadmapFields.self)
      + "\n## Teams\nx\n## Key Risks\ny\n## Teams\nz\n## Metadata\n- Status: done\n## Metadata"
    assertTold(
      try await store("store_roadmap", markdown, ["key_risks": "k"]),
      [
        #"markdown: line 42: roadmap_status: unknown value; got "done"; "#
          + "allowed: one of draft, in-review, approved, in-progress, completed, blocked",
        ####"markdown: line 37: key_risks for the second time, first in line 13; got "## Key Risks"; "####
          + "allowed: each heading once",
        ####"markdown: line 39: this section for the second time, first in line 35; got "## Teams"; "####
          + "allowed: each heading once",
        ####"markdown: line 43: the metadata for the second time, first in line 41; got "## Metadata"; "####
          + "allowed: each heading once",
      ])
  }

  func testRoadmap_whenTheFirstLacksASection_isRefused() async throws {
    let markdown = document("# Roadmap", RoadmapFields.self)
      .replacing("## Team Size\nteam_size\n", with: "## Size of the teams\nten\n")
      .replacing("## Key Risks\nkey_risks\n", with: "## Key Risks\n")
    let reply = try await store("store_roadmap", markdown)
    XCTAssertEqual(
      reply.text,
      "invalid_input: The first roadmap of a project needs all of its fields; nothing was stored.\n"
        + "- markdown: missing: team_size (close is line 6: ## Size of the teams), "
        + "key_risks (line 12 has no text below it); got no text for them; "
        + "allowed: arguments of these names beside markdown, or the headings \(FieldDocument.roadmap.form.skeleton)")
  }

  func testRoadmap_whenTheFirstLacksAField_withoutADocument_isRefusedByName() async throws {
    let toolbox = try Toolbox()
    let reply = try await toolbox.call("store_roadmap", ["project_name": "p", "project_goal": "g"])
    XCTAssertEqual(try reply.violations.map(\.path), RoadmapFields.all.dropFirst().map(\.name))
  }

  func testRoadmap_whenStoredInPart_keepsTheRest() async throws {
    let toolbox = try Toolbox()
    let whole = document("# Roadmap: a", RoadmapFields.self) + "\n## Teams\nx\n## \\Metadata\ny"
    _ = try await toolbox.call("store_roadmap", ["project_name": "p", "markdown": .string(whole)])
    let part = "## Team Size\nten\n## Teams\n## Metadata\n- Status: approved"
    let reply = try await toolbox.call("store_roadmap", ["project_name": "p", "markdown": .string(part)])
    XCTAssertEqual(reply.content?["changed_fields"], ["team_size", "roadmap_status"])
    XCTAssertEqual(reply.content?["additional_sections"], ["Teams", "Metadata"])
    let roadmap = try await toolbox.call("get_roadmap", ["project_name": "p"])
    XCTAssertEqual(roadmap.content?["team_size"], "ten")
    XCTAssertEqual(roadmap.content?["key_risks"], "key_risks")
    XCTAssertTrue(roadmap.text.contains("\n\n## Teams\n\nx\n\n## \\Metadata\n\ny\n\n## Metadata\n\n"), roadmap.text)
  }

  func testRoadmap_whenOfRespecAI_isTaken() async throws {
    let chapters = [
      ("Project Details", ["Plan Goal", "Total Duration", "Team Size", "Budget"]),
      ("Risk Assessment", ["Critical Path Analysis", "Key Risks", "Mitigation Plans", "Buffer Time"]),
      (
        "Resource Planning",
        ["Development Resources", "Infrastructure Requirements", "External Dependencies", "Quality Assurance Plan"]
      ),
      ("Success Metrics", ["Technical Milestones", "Business Milestones", "Quality Gates", "Performance Targets"]),
    ]
    let body = chapters.map { "## \($0)\n" + $1.map { "### \($0)\n\($0)." }.joined(separator: "\n") }
    for title in ["Project Roadmap", "Plan Roadmap"] {
      let markdown = (["# \(title): shop"] + body + ["## Metadata\n\n### Status\napproved\n\n### Spec Count\n2"])
        .joined(separator: "\n\n")
      let roadmap = try await Toolbox().written("store_roadmap", ["project_name": "p", "markdown": .string(markdown)])
      XCTAssertEqual(roadmap["roadmap_title"], "shop")
      XCTAssertEqual(roadmap["project_goal"], "Plan Goal.")
      XCTAssertEqual(roadmap["roadmap_budget"], "Budget.")
      XCTAssertEqual(roadmap["performance_targets"], "Performance Targets.")
      XCTAssertEqual(roadmap["roadmap_status"], "approved")
      let withSpec = markdown + "\n\n---\n\n# Phase: one\n\n## Overview\n\n### Objectives\no\n\n# Phase: two\n\n## More"
      assertTold(
        try await store("store_roadmap", withSpec),
        [
          ##"markdown: line 53: a whole spec; got "# Phase: one"; "##
            + "allowed: the document alone: call create_spec for each spec",
          ##"markdown: line 60: a whole spec; got "# Phase: two"; "##
            + "allowed: the document alone: call create_spec for each spec",
        ])
    }
  }

  func testPlan_whenOfRespecAI_isTaken() async throws {
    let fields = ProjectPlanFields.all.map { field in
      "### " + field.title.replacing("Project Sponsor", with: "Plan Sponsor").replacing("Project ", with: "")
        + "\n\(field.name)"
    }
    for title in ["Project Plan", "Plan"] {
      let markdown =
        "# \(title): p\n\n## Executive Summary\n\n" + fields.joined(separator: "\n\n")
        + "\n\n## Metadata\n\n### Status\nin_review\n"
      let plan = try await Toolbox().written(
        "store_project_plan", ["project_name": "p", "markdown": .string(markdown)])
      for field in ProjectPlanFields.all { XCTAssertEqual(plan[field.name], .string(field.name)) }
      XCTAssertEqual(plan["project_status"], "in-review")
    }
  }

  func testPlan_whenWrittenByHand_isTaken() async throws {
    for title in ["", "# Project Plan", "# Project Plan: p", "# p"] {
      let reply = try await store("store_project_plan", document(title, ProjectPlanFields.self))
      XCTAssertEqual(reply.content?["project_status"], "draft", reply.text)
      XCTAssertEqual(reply.content?["project_name"], "p")
    }
  }

  func testPlan_whenItsTitleAloneNamesTheProject_isRefused() async throws {
    let markdown = document("# Project Plan: p", ProjectPlanFields.self)
    assertTold(
      try await Toolbox().call("store_project_plan", ["markdown": .string(markdown)]),
      ["project_name: missing; got nothing; allowed: 1 to 255 characters, no control characters"])
  }

  func testPlan_whenTitledAsAnotherProjects_isRefused() async throws {
    assertTold(
      try await store("store_project_plan", document("# Project Plan: q", ProjectPlanFields.self)),
      [#"markdown: titled as another project's plan; got "q"; allowed: a title with p"#])
  }
}
