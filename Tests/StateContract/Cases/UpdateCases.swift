// Updates of specs: what changes, what is there already, what is refused.

import Models
import State

extension ContractGroup {
  /// Updates of specs; docs/contract.md, "Frozen fields, versions".
  public static let updates = ContractGroup(
    name: "updates",
    cases: [
      ContractCase("adds a version only when something changes") { context in
        let manager = try await context.manager()
        let draft = SpecDraft(context.project(), "One", sections: ["Risks": "none", "Cost": ""])
        let spec = try await manager.newSpec(draft)
        let named = SpecReference.named(project: context.project(), spec: "one")
        context.clock.advance()
        let nothing = [
          SpecChanges(), SpecChanges { $0.specStatus = .draft }, .architecture(""),
          SpecChanges { $0.additionalSections = AdditionalSections(["Cost": "", "Risks": "none"]) },
          SpecChanges { $0.additionalSections = AdditionalSections(["Risks": ""]) },
          SpecChanges { $0.clearedFields = ["architecture"] }, SpecChanges { $0.removedSections = ["Other"] },
          SpecChanges { $0.edits = [SpecEdit("Risks", "many", "none")] },
          SpecChanges {
            $0.objectives = "the objectives"
            $0.deliverables = "the deliverables"
          },
        ]
        for changes in nothing {
          let update = try await manager.update(named, changes, expecting: 1)
          try expectEqual(update, SpecUpdate(spec: spec, changedFields: []))
        }
        try expectEqual(try await manager.spec(named, version: nil), spec)
      },
      ContractCase("finds what is there already, whatever version is expected") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        let changes = SpecChanges {
          $0.flexible.architecture = "layers"
          $0.specStatus = .approved
        }
        let first = try await manager.update(named, changes, expecting: 1)
        context.clock.advance()
        for expected: VersionNumber? in [1, 2, 7, nil] {
          let again = try await manager.update(named, changes, expecting: expected)
          try expectEqual(again, SpecUpdate(spec: first.spec, changedFields: []))
        }
        try await expectFailure(.conflict, ["expected_version"]) {
          let more = SpecChanges { $0.flexible.architecture = "layers and more" }
          return try await manager.update(named, more, expecting: 1)
        }
        try expectEqual(try await manager.spec(named, version: nil), first.spec)
      },
      ContractCase("edits passages of texts and sections, all or none") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(
          SpecDraft(context.project(), "One", sections: ["Risks": "many, many"]))
        let named = SpecReference.named(project: context.project(), spec: "one")
        _ = try await manager.update(named, .architecture("one\ntwo\nthree"), expecting: 1)
        func edit(_ edits: SpecEdits, _ expected: VersionNumber? = nil) async throws -> SpecUpdate {
          try await manager.update(named, SpecChanges { $0.edits = edits }, expecting: expected)
        }
        let good: SpecEdits = [
          SpecEdit("architecture", "two\r\n", "2\n"), SpecEdit("architecture", "2\nth", "2\nTh"),
          SpecEdit("Risks", "many, ", ""),
        ]
        let update = try await edit(good, 2)
        try expectEqual(update.changedFields, ["architecture", "additional_sections"])
        try expectEqual(update.spec.flexible.architecture, "one\n2\nThree")
        try expectEqual(update.spec.additionalSections, AdditionalSections(["Risks": "many"]))
        try expectEqual(try await manager.spec(named, version: nil), update.spec)
        try await expectFailure(.conflict, ["expected_version"]) { try await edit([SpecEdit("Risks", "man", "n")], 2) }
        let faults = try await expectFailure(
          .invalidInput, ["edits[1].old_text", "edits[2].old_text", "edits[4].field"]
        ) {
          try await edit([
            SpecEdit("Risks", "many", "few"), SpecEdit("architecture", "e", "E"), SpecEdit("Risks", "many", "fewer"),
            SpecEdit("Risks", "few", "none"), SpecEdit("Risk", "x", "y"),
          ])
        }
        try expectEqual(
          faults.details.map(\.problem),
          [
            "occurs 3 times in architecture", "occurs 0 times in Risks",
            "no such field or additional section, did you mean Risks?",
          ])
        let frozen = try await expectFailure(.frozenField, ["edits[0].field"]) {
          try await edit([SpecEdit("scope", "the scope", "all")])
        }
        try expectEqual(frozen.details[0].got, "\"scope\"")
        let same = try await edit([SpecEdit("scope", "scope", "scope"), SpecEdit("scope", "all", "the scope")], 1)
        try expectEqual(same, SpecUpdate(spec: update.spec, changedFields: []))
        // Nothing is left of them: the field is unset, the section gone.
        let emptied = try await edit([SpecEdit("architecture", "one\n2\nThree", ""), SpecEdit("Risks", "many", "\n")])
        try expectEqual(emptied.spec.flexible.architecture, nil)
        try expectEqual(emptied.spec.additionalSections, AdditionalSections())
        try await expectFailure(.invalidInput, ["edits[0].old_text"]) {
          try await edit([SpecEdit("architecture", "x", "y")])
        }
      },
      ContractCase("clears texts and merges sections") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(
          SpecDraft(context.project(), "One", sections: ["A": "1", "B": "2"]))
        let named = SpecReference.named(project: context.project(), spec: "one")
        _ = try await manager.update(named, .architecture("layers"), expecting: 1)
        let changes = SpecChanges {
          $0.phaseName = Name(checked: "ONE!")
          $0.clearedFields = ["architecture", "integration_context"]
          $0.flexible.successCriteria = "it works"
          $0.additionalSections = AdditionalSections(["C": "3"])
          $0.removedSections = ["A", "D"]
          $0.specStatus = .completed
        }
        let update = try await manager.update(named, changes, expecting: 2)
        try expectEqual(
          update.changedFields,
          ["phase_name", "architecture", "success_criteria", "additional_sections", "spec_status"]
        )
        try expectEqual(update.spec.phaseName.value, "ONE!")
        try expectEqual(update.spec.flexible.architecture, nil)
        try expectEqual(update.spec.additionalSections, AdditionalSections(["B": "2", "C": "3"]))
        try expectEqual(try await manager.spec(named, version: nil), update.spec)
      },
      ContractCase("keeps the order of sections, new ones at the end") { context in
        let manager = try await context.manager()
        let sections: KeyValuePairs<String, String> = ["Z": "1", "é": "2", "A": "3", "M": ""]
        let spec = try await manager.newSpec(SpecDraft(context.project(), "One", sections: sections))
        try expectEqual(spec.additionalSections, AdditionalSections(sections))
        let named = SpecReference.named(project: context.project(), spec: "one")
        let changes = SpecChanges {
          $0.additionalSections = AdditionalSections(["N": "new", "A": "4", "B": "", "M": "5", "Z": ""])
          $0.removedSections = ["é"]
        }
        let update = try await manager.update(named, changes)
        let changed = AdditionalSections(["Z": "1", "A": "4", "M": "5", "N": "new", "B": ""])
        try expectEqual(update.spec.additionalSections, changed)
        try expectEqual(SpecReceipt(update).additionalSections.map(\.value), ["Z", "A", "M", "N", "B"])
        let edited = try await manager.update(named, SpecChanges { $0.edits = [SpecEdit("A", "4", "5")] })
        try expectEqual(
          edited.spec.additionalSections, AdditionalSections(["Z": "1", "A": "5", "M": "5", "N": "new", "B": ""]))
        let restored = try await manager.update(named, SpecChanges { $0.restoredVersion = 1 })
        try expectEqual(restored.spec.additionalSections, AdditionalSections(sections))
        let versions = try await manager.spec(named, versions: [1, 2])
        try expectEqual(versions.map(\.additionalSections), [AdditionalSections(sections), changed])
      },
      ContractCase("restores a version as a new one") { context in
        let manager = try await context.manager()
        let first = try await manager.newSpec(SpecDraft(context.project(), "One", sections: ["A": "1", "B": "2"]))
        let named = SpecReference.named(project: context.project(), spec: "one")
        context.clock.advance()
        let changes = SpecChanges {
          $0.phaseName = Name(checked: "ONE")
          $0.flexible.architecture = "layers"
          $0.additionalSections = AdditionalSections(["A": "3", "C": "4"])
          $0.removedSections = ["B"]
          $0.specStatus = .approved
        }
        let second = try await manager.update(named, changes, expecting: 1).spec
        context.clock.advance()
        func restore(_ version: Int, expecting expected: VersionNumber? = nil) async throws -> SpecUpdate {
          let changes = SpecChanges { $0.restoredVersion = VersionNumber(trusted: version) }
          return try await manager.update(named, changes, expecting: expected)
        }
        try await expectFailure(.notFound, ["restore_version"]) { try await restore(3, expecting: 9) }
        try await expectFailure(.conflict, ["expected_version"]) { try await restore(1, expecting: 1) }
        try expectEqual(try await restore(2, expecting: 1), SpecUpdate(spec: second, changedFields: []))
        let restored = try await restore(1, expecting: 2)
        try expectEqual(
          restored.changedFields, ["phase_name", "architecture", "additional_sections", "spec_status"])
        var expected = first
        (expected.version, expected.iteration, expected.updatedAt) = (3, 2, context.clock.now)
        try expectEqual(restored.spec, expected)
        try expectEqual(try await restore(1, expecting: 2), SpecUpdate(spec: expected, changedFields: []))
        let versions = try await manager.spec(named, versions: [1, 2, 3])
        try expectEqual(versions, [first, second, expected])
        try expectEqual(try await restore(2).spec.flexible.architecture, "layers")
      },
      ContractCase("checks not_found, then conflict, then frozen fields") { context in
        let manager = try await context.manager()
        let spec = try await manager.newSpec(context.project(), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        let frozen = SpecChanges {
          $0.scope = "another"
          $0.objectives = "other objectives"
          $0.deliverables = "the deliverables"
          $0.flexible.architecture = FlexibleText(trusted: "x")
          $0.phaseName = Name(checked: "Two")
        }
        try await expectFailure(.notFound, ["spec_name"]) {
          let unknown = SpecReference.named(project: context.project(), spec: "two")
          return try await manager.update(unknown, frozen, expecting: 7)
        }
        let conflict = try await expectFailure(.conflict, ["expected_version"]) {
          try await manager.update(named, frozen, expecting: 7)
        }
        try expectEqual(conflict.details[0].allowed, "1")
        try await expectFailure(.frozenField, ["objectives", "scope"]) {
          try await manager.update(named, frozen, expecting: 1)
        }
        try await expectFailure(.invalidInput, ["phase_name"]) {
          try await manager.update(
            named, SpecChanges { $0.phaseName = Name(checked: "Two") })
        }
        try expectEqual(try await manager.spec(named, version: nil), spec)
        try expectEqual(
          try await manager.specVersions(of: context.project(), spec: "one", after: nil, limit: 10).elements.count, 1)
      },
      ContractCase("compares frozen texts byte by byte") { context in
        let manager = try await context.manager()
        let frozen = FrozenFields(
          objectives: "caf\u{E9}", scope: "a", dependencies: "b", deliverables: "c")
        _ = try await manager.newSpec(SpecDraft(context.project(), "One", frozen: frozen))
        let named = SpecReference.named(project: context.project(), spec: "one")
        try await expectFailure(.frozenField, ["objectives"]) {
          try await manager.update(
            named, SpecChanges { $0.objectives = Text(trusted: "cafe\u{301}") })
        }
        _ = try await manager.update(named, .architecture("caf\u{E9}"))
        let update = try await manager.update(named, .architecture("cafe\u{301}"))
        try expectEqual(update.changedFields, ["architecture"])
      },
      ContractCase("compares frozen texts without blank ends and keeps what is stored") { context in
        let manager = try await context.manager()
        let frozen = FrozenFields(
          objectives: "- a\n\n  b", scope: "\n\none \n\t", dependencies: "\t d", deliverables: "c")
        let spec = try await manager.newSpec(SpecDraft(context.project(), "One", frozen: frozen))
        let named = SpecReference.named(project: context.project(), spec: "one")
        context.clock.advance()
        let same = SpecChanges {
          $0.objectives = "\n- a  \n\t\n  b\n\n"
          $0.scope = "one"
          $0.dependencies = "\t d\n  \n"
          $0.deliverables = "c\r\n "
        }
        try expectEqual(try await manager.update(named, same, expecting: 7), SpecUpdate(spec: spec, changedFields: []))
        let changed = try await manager.update(
          named,
          SpecChanges {
            $0.scope = "one"
            $0.flexible.architecture = "x"
          })
        try expectEqual(changed.spec.frozen, spec.frozen)
        try await expectFailure(.frozenField, ["objectives", "scope"]) {
          try await manager.update(
            named,
            SpecChanges {
              $0.objectives = "- a\n\n b"
              $0.scope = " one"
            })
        }
      },
      ContractCase("refuses more sections than a spec may have") { context in
        let manager = try await context.manager()
        func sections(_ range: Range<Int>) -> AdditionalSections {
          AdditionalSections(range.map { .init(name: Name(checked: "section \($0)"), text: "x") })
        }
        _ = try await manager.newSpec(context.project(), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        let full = SpecChanges { $0.additionalSections = sections(0..<100) }
        _ = try await manager.update(named, full)
        try await expectFailure(.invalidInput, ["additional_sections"]) {
          let more = SpecChanges { $0.additionalSections = sections(100..<101) }
          return try await manager.update(named, more)
        }
        try expectEqual(try await manager.spec(named, version: nil).version, 2)
      },
      ContractCase("updates the spec that a loop is linked to") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let loop = try await manager.newLoop(context.project(), spec: "one")
        let update = try await manager.update(.linked(loop.id), .architecture("x"), expecting: 1)
        try expectEqual(update.spec.specName, "one")
        try expectEqual(try await manager.loop(loop.id), loop)
        let other = try await manager.newLoop(context.project())
        try await expectFailure(.notFound, ["loop_id"]) {
          try await manager.update(.linked(other.id), .architecture("x"), expecting: 1)
        }
      },
    ])
}
