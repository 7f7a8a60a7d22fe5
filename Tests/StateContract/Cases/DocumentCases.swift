// Roadmaps and plans as documents with versions: the same rules for both.

import Models
import State

/// The operations on a kind of document.
private struct DocumentOperations<Kind: ProjectDocumentKind> {
  let store: (DocumentChanges<Kind>, Name, VersionNumber?) async throws(Failure) -> Written<DocumentReceipt<Kind>>
  let get: (Name, VersionNumber?) async throws(Failure) -> ProjectDocument<Kind>

  /// Stores what must be stored. Gives the document as it can be read, which the answer must agree with.
  func stored(
    _ changes: DocumentChanges<Kind>, _ project: Name, expecting version: VersionNumber? = nil
  ) async throws -> DocumentVersion<Kind> {
    let receipt = try await store(changes, project, version)
    let stored = DocumentVersion(document: try await get(project, nil), changedFields: receipt.changedFields)
    try expectEqual(receipt, Written(DocumentReceipt(stored)))
    return stored
  }
}

extension ContractGroup {
  /// What holds for roadmaps as for plans.
  public static let documents = ContractGroup(
    name: "documents",
    cases: cases("roadmap", RoadmapKind.self) { manager in
      DocumentOperations<RoadmapKind>(
        store: { (changes, project, version) throws(Failure) in
          try await manager.storeRoadmap(changes, of: project, expecting: version, once: nil)
        },
        get: { (project, version) throws(Failure) in try await manager.roadmap(of: project, version: version) })
    }
      + cases("plan", ProjectPlanKind.self) { manager in
        DocumentOperations<ProjectPlanKind>(
          store: { (changes, project, version) throws(Failure) in
            try await manager.storePlan(changes, of: project, expecting: version, once: nil)
          },
          get: { (project, version) throws(Failure) in try await manager.plan(of: project, version: version) })
      } + [partialPlans, deletedPlans])

  private static func cases<Kind: ProjectDocumentKind>(
    _ noun: String, _ kind: Kind.Type,
    _ operations: @escaping @Sendable (any StateManager) -> DocumentOperations<Kind>
  ) -> [ContractCase] {
    [
      ContractCase("keeps every version of a \(noun)") { context in
        try await keepsVersions(operations(try await context.manager()), context)
      },
      ContractCase("changes a \(noun) only where something differs") { context in
        try await changesWhatDiffers(operations(try await context.manager()), context)
      },
      ContractCase("restores a version of a \(noun) as a new one") { context in
        try await restores(operations(try await context.manager()), context)
      },
      ContractCase("refuses a \(noun) of another version, or of none") { context in
        try await refusesOthers(operations(try await context.manager()), context)
      },
      ContractCase("keeps the sections of a \(noun) in order") { context in
        try await ordersSections(operations(try await context.manager()), context)
      },
      ContractCase("refuses a first \(noun) without what it needs") { context in
        let names = Kind.Fields.all.map(\.name)
        let changes = DocumentChanges<Kind> { $0.status = Array(Kind.Status.allCases)[1] }
        _ = try await expectFailure(.invalidInput, Kind.Fields.areRequired ? names : [names[0]]) {
          try await operations(try await context.manager()).store(changes, context.project(), nil)
        }
      },
    ]
  }

  private static func keepsVersions<Kind>(
    _ operations: DocumentOperations<Kind>, _ context: ContractContext
  ) async throws {
    let created = context.clock.now
    let title = Kind.titleName == nil ? nil : "日本"
    let draft = DocumentDraft<Kind>(context.project(), "e\u{301}\r\nfirst\n", title: title)
    let first = try await operations.stored(draft.changes, context.project())
    try expectEqual(first.document, try draft.document(at: created))
    let names = Kind.Fields.all.map(\.name)
    try expectEqual(first.changedFields, [Kind.titleName].compactMap { $0 } + names + [Kind.statusName])
    context.clock.advance()
    let changes = DocumentChanges<Kind> {
      $0.fields[keyPath: Kind.Fields.all[1].path] = "second"
      $0.additionalSections = AdditionalSections(["Risks": "none"])
      $0.status = Array(Kind.Status.allCases)[1]
    }
    let second = try await operations.stored(changes, context.project(), expecting: 1)
    try expectEqual(second.changedFields, [names[1], "additional_sections", Kind.statusName])
    try expectEqual([second.document.version, first.document.version], [2, 1])
    try expectEqual([second.document.createdAt, second.document.updatedAt], [created, context.clock.now])
    let unchanged = Kind.Fields.all[0].path
    try expectEqual(second.document.fields[keyPath: unchanged], first.document.fields[keyPath: unchanged])
    try expectEqual(try await operations.get(context.project(), 1), first.document)
    try expectEqual(try await operations.get(context.project(), 2), second.document)
    _ = try await expectFailure(.notFound, ["version"]) { try await operations.get(context.project(), 3) }
  }

  private static func changesWhatDiffers<Kind>(
    _ operations: DocumentOperations<Kind>, _ context: ContractContext
  ) async throws {
    let draft = DocumentDraft<Kind>(context.project(), "x")
    let first = try await operations.stored(draft.changes, context.project()).document
    context.clock.advance()
    for changes in [DocumentChanges(), draft.changes, DocumentChanges { $0.removedSections = ["None"] }] {
      // What is there already is no conflict.
      let same = try await operations.stored(changes, context.project(), expecting: 7)
      try expectEqual(same, DocumentVersion(document: first, changedFields: []))
    }
  }

  private static func restores<Kind>(_ operations: DocumentOperations<Kind>, _ context: ContractContext) async throws {
    let first = try await operations.stored(DocumentDraft<Kind>(context.project(), "1").changes, context.project())
    var second = DocumentDraft<Kind>(context.project(), "2", status: Array(Kind.Status.allCases)[2]).changes
    second.additionalSections = AdditionalSections(["Risks": "none"])
    _ = try await operations.stored(second, context.project())
    context.clock.advance()
    let restored = try await operations.stored(DocumentChanges { $0.restoredVersion = 1 }, context.project())
    try expectEqual(restored.document.content, first.document.content)
    try expectEqual(restored.document.version, 3)
    try expectEqual(restored.document.updatedAt, context.clock.now)
    try expectEqual(
      restored.changedFields, Kind.Fields.all.map(\.name) + ["additional_sections", Kind.statusName])
    for version: VersionNumber in [1, 3] {
      let again = try await operations.stored(DocumentChanges { $0.restoredVersion = version }, context.project())
      try expectEqual(again, DocumentVersion(document: restored.document, changedFields: []))
    }
    _ = try await expectFailure(.notFound, ["restore_version"]) {
      try await operations.store(DocumentChanges { $0.restoredVersion = 4 }, context.project(), nil)
    }
  }

  private static func refusesOthers<Kind>(
    _ operations: DocumentOperations<Kind>, _ context: ContractContext
  ) async throws {
    let draft = DocumentDraft<Kind>(context.project(), "1")
    _ = try await expectFailure(.notFound, ["project_name"]) {
      try await operations.store(draft.changes, context.project(), 1)
    }
    _ = try await expectFailure(.notFound, ["project_name"]) {
      try await operations.store(DocumentChanges { $0.restoredVersion = 1 }, context.project(), nil)
    }
    let first = try await operations.stored(draft.changes, context.project())
    let failure = try await expectFailure(.conflict, ["expected_version"]) {
      try await operations.store(DocumentDraft<Kind>(context.project(), "2").changes, context.project(), 2)
    }
    try expectEqual(failure.details[0].allowed, "1")
    try expectEqual(try await operations.get(context.project(), nil), first.document)
  }

  private static func ordersSections<Kind>(
    _ operations: DocumentOperations<Kind>, _ context: ContractContext
  ) async throws {
    var draft = DocumentDraft<Kind>(context.project(), "1").changes
    let sections: KeyValuePairs<String, String> = ["Z": "1", "é": "2", "A": "3"]
    draft.additionalSections = AdditionalSections(sections)
    let first = try await operations.stored(draft, context.project())
    try expectEqual(first.document.additionalSections, AdditionalSections(sections))
    let changes = DocumentChanges<Kind> {
      $0.additionalSections = AdditionalSections(["N": "new", "A": "4"])
      $0.removedSections = ["é"]
    }
    let second = try await operations.stored(changes, context.project())
    try expectEqual(second.document.additionalSections, AdditionalSections(["Z": "1", "A": "4", "N": "new"]))
    try expectEqual(try await operations.get(context.project(), 1), first.document)
    let many = AdditionalSections((0..<100).map { .init(name: Name(checked: "section \($0)"), text: "x") })
    _ = try await expectFailure(.invalidInput, ["additional_sections"]) {
      try await operations.store(DocumentChanges { $0.additionalSections = many }, context.project(), nil)
    }
  }

  private static let partialPlans = ContractCase("lets a plan be without all fields but one") { context in
    let manager = try await context.manager()
    let first = ProjectPlanChanges { $0.fields.projectVision = "v" }
    let plan = try await manager.storePlan(first, of: context.project(), expecting: nil, once: nil)
    try expectEqual(plan.changedFields, ["project_vision", "project_status"])
    try expectEqual(try await manager.plan(of: context.project()).fields, first.fields)
    _ = try await expectFailure(.invalidInput, ["project_vision"]) {
      try await manager.storePlan(
        ProjectPlanChanges { $0.clearedFields = ["project_vision"] }, of: context.project(), expecting: nil, once: nil)
    }
    let changes = ProjectPlanChanges {
      $0.clearedFields = ["project_vision", "project_budget"]
      $0.additionalSections = AdditionalSections(["Vision": "v"])
    }
    let changed = try await manager.storePlan(changes, of: context.project(), expecting: 1, once: nil)
    try expectEqual(changed.changedFields, ["project_vision", "additional_sections"])
    try expectEqual(try await manager.plan(of: context.project()).fields, ProjectPlanFields())
    let other = context.project("other")
    let sections = ProjectPlanChanges { $0.additionalSections = AdditionalSections(["Vision": "v"]) }
    _ = try await manager.storePlan(sections, of: other, expecting: nil, once: nil)
    try expectEqual(try await manager.plan(of: other).version, 1)
  }

  private static let deletedPlans = ContractCase("deletes a plan with its versions") { context in
    let manager = try await context.manager()
    for text in ["1", "2"] {
      _ = try await manager.storePlan(ProjectPlanDraft(context.project(), text), once: nil)
    }
    _ = try await manager.deletePlan(of: context.project(), once: nil)
    let again = try await manager.storePlan(ProjectPlanDraft(context.project(), "3"), once: nil)
    try expectEqual(again.version, 1)
    _ = try await expectFailure(.notFound, ["version"]) {
      try await manager.plan(of: context.project(), version: 2)
    }
  }
}
