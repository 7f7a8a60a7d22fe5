// Roadmaps, plans and the picture of a project.

import Models
import State

extension ContractGroup {
  /// Roadmaps of projects.
  public static let roadmaps = ContractGroup(
    name: "roadmaps",
    cases: [
      ContractCase("offers the closest projects for one without") { context in
        let manager = try await context.manager()
        _ = try await manager.storeRoadmap(RoadmapDraft(context.project("shop"), "x"), once: nil)
        _ = try await manager.storePlan(ProjectPlanDraft(context.project("shops"), "x"), once: nil)
        let failure = try await expectFailure(.notFound, ["project_name"]) {
          try await manager.roadmap(of: context.project("shops"))
        }
        try expect(
          failure.details[0].allowed.hasPrefix("closest: \(context.project("shop"))"), failure.details[0].allowed)
      }
    ])

  /// Plans of projects, and their list.
  public static let plans = ContractGroup(
    name: "plans",
    cases: [
      ContractCase("offers the closest projects for one without") { context in
        let manager = try await context.manager()
        _ = try await manager.storePlan(ProjectPlanDraft(context.project("shop"), "x"), once: nil)
        for attempt in 0..<2 {
          let failure = try await expectFailure(.notFound, ["project_name"]) {
            if attempt == 0 { _ = try await manager.plan(of: context.project("shops")) }
            _ = try await manager.deletePlan(of: context.project("shops"), once: nil)
          }
          try expect(
            failure.details[0].allowed.hasPrefix("closest: \(context.project("shop"))"), failure.details[0].allowed)
        }
      },
      ContractCase("lists plans, newest first, of one status too") { context in
        let manager = try await context.manager()
        // The second and third are of one moment: by name, the higher first. A mark may begin a name.
        let names = ["a", "b", "\u{301}c", "d"]
        for (index, name) in names.enumerated() {
          if index != 2 { context.clock.advance() }
          _ = try await manager.storePlan(ProjectPlanDraft(context.project(name), "x"), once: nil)
        }
        context.clock.advance()
        _ = try await manager.storePlan(ProjectPlanDraft(context.project("a"), "y", status: .active), once: nil)
        let changed = try await manager.plan(of: context.project("a"))
        try expectEqual(changed.version, 2)
        let own = Set(names.map { context.project($0) })
        func listed(_ status: ProjectStatus?, limit: Limit) async throws -> [ProjectPlanSummary] {
          try await everyPage(limit: limit) { try await manager.plans(status: status, after: $0, limit: $1) }
            .filter { own.contains($0.projectName) }
        }
        for limit: Limit in [1, 2, 100] {
          try expectEqual(
            try await listed(nil, limit: limit).map(\.projectName),
            ["d", "\u{301}c", "b", "a"].map { context.project($0) })
          try expectEqual(try await listed(.active, limit: limit), [ProjectPlanSummary(changed)])
          try expectEqual(try await listed(.cancelled, limit: limit), [])
        }
      },
    ])

  /// The picture that `resume_project` gives.
  public static let pictures = ContractGroup(
    name: "pictures",
    cases: [
      ContractCase("shows plan, roadmap, specs and loops") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 2))
        _ = try await manager.storePlan(ProjectPlanDraft(context.project(), "x", status: .active), once: nil)
        _ = try await manager.storeRoadmap(RoadmapDraft(context.project(), "x", status: .approved), once: nil)
        let one = try await manager.newSpec(context.project(), "One")
        context.clock.advance()
        let two = try await manager.newSpec(SpecDraft(context.project(), "Two", status: .approved))
        let three = try await manager.newSpec(context.project(), "Three")
        let loops = try await manager.newLoops(5, context.project(), context.clock).map(\.id)
        context.clock.advance()
        try await manager.record(100, on: loops[0])
        let refined = try await manager.record(50, on: loops[1])
        try await manager.record(50, on: loops[2])
        let waiting = try await manager.record(60, on: loops[2])
        let lately = context.clock.advance()
        let guided = try await manager.recordGuidance("go", on: loops[3], once: nil).value
        try expectEqual(guided.updatedAt, lately)
        try expectEqual(
          try await manager.picture(of: context.project()),
          ProjectPicture(
            projectName: context.project(), projectStatus: .active, roadmapStatus: .approved,
            specCounts: [.draft: 2, .approved: 1], specs: [three, two, one].map { SpecSummary($0) },
            activeLoopCount: 4,
            activeLoops: [
              ActiveLoop(
                loop: waiting.loop, lastDecision: waiting.decision,
                question: try await manager.history(of: loops[2], after: nil, limit: 1).feedback[0]),
              ActiveLoop(loop: refined.loop, lastDecision: refined.decision),
              ActiveLoop(loop: guided, lastDecision: nil),
              ActiveLoop(loop: try await manager.loop(loops[4]), lastDecision: nil),
            ]))
      },
      ContractCase("shows the open question and the last answer of a loop that waits, and no others") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 2))
        let loop = try await manager.newLoop(context.project())
        func picture() async throws -> ActiveLoop {
          let picture = try await manager.picture(of: context.project())
          return picture.activeLoops[0]
        }
        try await manager.record(40, on: loop.id)
        _ = try await manager.recordGuidance("before", on: loop.id, once: nil)
        try expectEqual(try await picture().question, nil)
        try expectEqual(try await picture().lastAnswer, nil)
        context.clock.advance()
        _ = try await manager.recordFeedback(
          CriticAssessment(41, summary: "still open", issues: ["one", "two"]), on: loop.id, once: nil)
        let history = try await manager.history(of: loop.id, after: nil, limit: 1)
        try expectEqual(try await picture().question, history.feedback[0])
        try expectEqual(try await picture().lastAnswer, history.guidance[0])
        try expectEqual(history.feedback[0].keyIssues, ["one", "two"])
        _ = try await manager.recordGuidance("after", on: loop.id, once: nil)
        try expectEqual(try await picture().question, nil)
      },
      ContractCase("shows the drafts whose loops are completed, the latest first, each once") { context in
        let manager = try await context.manager()
        let project = context.project()
        for number in 1...7 {
          let spec = try await manager.newSpec(
            SpecDraft(project, "\(number)", status: number == 7 ? .approved : .draft))
          for _ in 1...2 {
            context.clock.advance()
            let loop = try await manager.newLoop(project, spec: spec.specName)
            if number != 6 { try await manager.record(100, on: loop.id) }
          }
        }
        let drafts = try await manager.picture(of: project).completedDrafts
        try expectEqual(drafts.map(\.specName.value), ["5", "4", "3", "2", "1"])
        let loops = try await manager.loops(of: project, status: .completed, after: nil, limit: 100).elements
        try expectEqual(drafts[0].loopID, loops.first { $0.specName == "5" }?.id)
        _ = try await manager.update(.named(project: project, spec: "5"), SpecChanges { $0.specStatus = .approved })
        _ = try await manager.unlink(drafts[1].loopID, once: nil)
        let others = try await manager.picture(of: project).completedDrafts
        try expectEqual(others.map(\.specName.value), ["4", "3", "2", "1"])
        try expect(others[0].loopID != drafts[1].loopID, "the other loop of the spec")
      },
      ContractCase("keeps the last decision after guidance") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 1))
        let loop = try await manager.newLoop(context.project())
        let outcome = try await manager.record(50, on: loop.id)
        let guided = try await manager.recordGuidance("go", on: loop.id, once: nil).value
        try expectEqual(
          try await manager.picture(of: context.project()).activeLoops,
          [ActiveLoop(loop: guided, lastDecision: outcome.decision)])
      },
      ContractCase("is bounded and shows the latest of many") { context in
        let manager = try await context.manager()
        let loops = try await manager.newLoops(12, context.project(), context.clock)
        var specs: [Spec] = []
        for number in 1...22 {
          context.clock.advance()
          specs.append(try await manager.newSpec(context.project(), "Phase \(number)"))
        }
        let picture = try await manager.picture(of: context.project())
        try expectEqual(picture.specs, specs.reversed().prefix(20).map { SpecSummary($0) })
        try expectEqual(picture.specCounts, [.draft: 22])
        try expectEqual(picture.activeLoops.map(\.loop), Array(loops.reversed().prefix(10)))
        try expectEqual(picture.activeLoopCount, 12)
      },
    ])
}
