// Projects: how they begin, names that are too much alike, the list of them, and questions about those that are not there.

import Models
import State

extension ContractGroup {
  /// Projects and their list; docs/contract.md, "Projects".
  public static let projects = ContractGroup(
    name: "projects",
    cases: [
      ContractCase("begins a project with its first thing, whatever that is") { context in
        let manager = try await context.manager()
        for (index, begin) in Self.beginnings(manager).enumerated() {
          context.clock.advance()
          try await begin(context.project("p\(index)"))
        }
        let names = try await manager.projects(of: context).map(\.projectName)
        try expectEqual(names, Self.beginnings(manager).indices.reversed().map { context.project("p\($0)") })
      },
      ContractCase("begins none with what fails") { context in
        let manager = try await context.manager()
        let project = context.project()
        try await expectFailure(.notFound, ["spec_name"]) { try await manager.newLoop(project, spec: "none") }
        try await expectFailure(.notFound, ["project_name"]) {
          try await manager.storeRoadmap(
            RoadmapDraft(project, "x").changes, of: project, expecting: VersionNumber(trusted: 1), once: nil)
        }
        try expectEqual(try await manager.projects(of: context), [])
      },
      ContractCase("refuses a name that differs in case, width or white space alone") { context in
        let manager = try await context.manager()
        let project = context.project("Große Straße API 7")
        for (index, begin) in Self.beginnings(manager).enumerated() where index > 0 {
          if index == 1 { try await begin(project) }
          for name in ["GROSSE STRASSE api 7", "große straße ＡＰＩ　７", "GroßeStraße\u{2003}A\u{200B}PI7"] {
            let failure = try await expectFailure(.conflict, ["project_name"]) {
              try await begin(context.project(name))
            }
            try expect(failure.message.contains(project.value), failure.message)
          }
        }
        // Others are others.
        for name in ["Große Straße API 77", "Grose Straße API 7", "Große-Straße API 7", "Größe Straße API 7"] {
          _ = try await manager.newLoop(context.project(name))
        }
        _ = try await manager.newLoop(project)
        try expectEqual(try await manager.projects(of: context).count, 5)
      },
      ContractCase("gives one of alike names the project, when all begin at once") { context in
        let manager = try await context.manager()
        let names = ["shop", "Shop", "SHOP", "s hop", "ｓｈｏｐ", "sHop", "shoP", "ｓ Hop"].map { context.project($0) }
        let winners = try await concurrently(24) { number -> Name? in
          let name = names[number % names.count]
          do throws(Failure) {
            switch number % 3 {
            case 0: _ = try await manager.createLoop(LoopDraft(projectName: name, loopType: .plan), once: nil)
            case 1: _ = try await manager.createSpec(SpecDraft(name, "Phase \(number)"), once: nil)
            default: _ = try await manager.storePlan(ProjectPlanDraft(name, "x"), once: nil)
            }
            return name
          } catch {
            try expectEqual(error.code, .conflict)
            return nil
          }
        }
        try expectEqual(Set(winners.compactMap { $0 }).count, 1)
        try expectEqual(Set(try await manager.projects(of: context).map(\.projectName)), Set(winners.compactMap { $0 }))
      },
      ContractCase("lists statuses, counts and the latest change of whatever the project has") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1))
        let project = context.project()
        let loops = try await manager.newLoops(4, project, context.clock)
        func latest() async throws -> Timestamp? {
          let projects = try await manager.projects(of: context)
          return projects.first?.updatedAt
        }
        let changes: [() async throws -> Void] = [
          { _ = try await manager.newSpec(project, "One") },
          { _ = try await manager.record(50, on: loops[0].id) },
          { _ = try await manager.record(100, on: loops[1].id) },
          { _ = try await manager.recordGuidance("go", on: loops[2].id, once: nil) },
          { _ = try await manager.storePlan(ProjectPlanDraft(project, "x", status: .active), once: nil) },
          { _ = try await manager.storeRoadmap(RoadmapDraft(project, "x", status: .approved), once: nil) },
          { _ = try await manager.update(.named(project: project, spec: "one"), .architecture("a")) },
          { _ = try await manager.link(loops[1].id, to: "one", in: project, once: nil) },
        ]
        for change in changes {
          let now = context.clock.advance()
          try await change()
          try expectEqual(try await latest(), now)
        }
        let now = context.clock.now
        try expectEqual(
          try await manager.projects(of: context),
          [
            ProjectOverview(
              projectName: project, projectStatus: .active, roadmapStatus: .approved, specCount: 1, loopCount: 4,
              activeLoopCount: 3, waitingLoopCount: 1, updatedAt: now)
          ])
      },
      ContractCase("keeps a project whose last thing was deleted") { context in
        let manager = try await context.manager()
        let project = context.project()
        let loop = try await manager.newLoop(project)
        _ = try await manager.newSpec(project, "One")
        _ = try await manager.storePlan(ProjectPlanDraft(project, "x"), once: nil)
        let deletions: [() async throws -> Void] = [
          { _ = try await manager.deletePlan(of: project, once: nil) },
          { _ = try await manager.deleteSpec("one", of: project, once: nil) },
          { _ = try await manager.deleteLoop(loop.id, once: nil) },
        ]
        for delete in deletions {
          let now = context.clock.advance()
          try await delete()
          try expectEqual(try await manager.projects(of: context).first?.updatedAt, now)
          context.clock.advance()
          _ = try? await delete()
          try expectEqual(try await manager.projects(of: context).first?.updatedAt, now, "a deletion that failed")
        }
        try expectEqual(
          try await manager.loops(of: project, status: nil, after: nil, limit: 10).elements, [])
        try expectEqual(try await manager.history(of: project, after: nil, limit: 10).elements.count, 0)
        try expectEqual(
          try await manager.specs(of: project, status: nil, query: nil, after: nil, limit: 10).elements, [])
        try expectEqual(
          try await manager.picture(of: project),
          ProjectPicture(
            projectName: project, projectStatus: nil, roadmapStatus: nil, specCounts: [:], specs: [],
            activeLoopCount: 0, activeLoops: []))
        try await expectFailure(.conflict, ["project_name"]) {
          try await manager.newLoop(context.project("PROJECT"))
        }
        _ = try await manager.newLoop(project)
      },
      ContractCase("lists the latest changed first, each once, while others change") { context in
        let manager = try await context.manager()
        // Two of each moment: the higher name first.
        for number in 0..<8 {
          if number.isMultiple(of: 2) { context.clock.advance() }
          _ = try await manager.newLoop(context.project("p\(number)"))
        }
        let expected = (0..<8).reversed().map { context.project("p\($0)") }
        for limit: Limit in [1, 3, 8, 100] {
          try expectEqual(try await manager.projects(of: context, limit: limit).map(\.projectName), expected)
        }
        // What changes goes to the beginning: it is not given again, and moves nothing else.
        var isFirst = true
        let seen = try await everyPage(limit: 2) { cursor, limit in
          let page = try await manager.projects(matching: context.query, after: cursor, limit: limit)
          context.clock.advance()
          if isFirst {
            _ = try await manager.newSpec(context.project("p7"), "Seen")
            _ = try await manager.newSpec(context.project("p2"), "Not seen")
            _ = try await manager.newLoop(context.project("new"))
          }
          isFirst = false
          return page
        }
        try expectEqual(seen.map(\.projectName), expected.filter { $0 != context.project("p2") })
        try expectEqual(
          try await manager.projects(of: context).prefix(3).map(\.projectName),
          ["p7", "p2", "new"].map { context.project($0) })
      },
      ContractCase("finds projects by words of their names") { context in
        let manager = try await context.manager()
        for name in ["Café Menü", "Cafe Ordering", "Привет Мир", "cafeteria"] {
          context.clock.advance()
          _ = try await manager.newLoop(context.project(name))
        }
        for (query, names) in [
          ("cafe", ["cafeteria", "Cafe Ordering", "Café Menü"]), ("MENU café", ["Café Menü"]), ("мир", ["Привет Мир"]),
          ("none", []),
        ] {
          let found = try await everyPage(limit: 2) {
            try await manager.projects(
              matching: SearchQuery(checked: "\(query) \(context.token)"), after: $0, limit: $1)
          }
          try expectEqual(found.map(\.projectName), names.map { context.project($0) }, query)
        }
      },
      ContractCase("says that a project is not there, and which are alike") { context in
        let manager = try await context.manager()
        let project = context.project("Webshop")
        _ = try await manager.newLoop(project)
        let unknown = context.project("ＷＥＢＳＨＯＰ")
        for attempt in 0..<6 {
          let failure = try await expectFailure(.notFound, ["project_name"]) {
            switch attempt {
            case 0: _ = try await manager.loops(of: unknown, status: nil, after: nil, limit: 10)
            case 1: _ = try await manager.loops(of: unknown, status: .completed, after: nil, limit: 10)
            case 2: _ = try await manager.specs(of: unknown, status: nil, query: nil, after: nil, limit: 10)
            case 3:
              let query = SearchQuery(checked: "x")
              _ = try await manager.specs(of: unknown, status: nil, query: query, after: nil, limit: 10)
            case 4: _ = try await manager.history(of: unknown, after: nil, limit: 10)
            default: _ = try await manager.picture(of: unknown)
            }
          }
          try expect(failure.details[0].allowed.hasPrefix("closest: \(project)"), failure.details[0].allowed)
          try expect(failure.message.contains("Did you mean"), failure.message)
        }
        // Questions begin nothing.
        try expectEqual(try await manager.projects(of: context).map(\.projectName), [project])
      },
    ])

  /// The ways in which a project begins.
  private static func beginnings(_ manager: any StateManager) -> [(Name) async throws -> Void] {
    [
      { _ = try await manager.storeRoadmap(RoadmapDraft($0, "x"), once: nil) },
      { _ = try await manager.newLoop($0) },
      { _ = try await manager.newSpec($0, "One") },
      { _ = try await manager.storePlan(ProjectPlanDraft($0, "x"), once: nil) },
    ]
  }
}

extension ContractContext {
  /// Words that this case's projects alone have in their names.
  var query: SearchQuery { SearchQuery(checked: token) }
}

extension StateManager {
  /// The case's own projects.
  func projects(of context: ContractContext, limit: Limit = 100) async throws -> [ProjectOverview] {
    try await everyPage(limit: limit) { try await projects(matching: context.query, after: $0, limit: $1) }
  }
}
