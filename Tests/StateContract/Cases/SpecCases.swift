// Specs: creation, reading, lists, versions.

import Models
import State

extension ContractGroup {
  /// Creation, reading and lists of specs.
  public static let specs = ContractGroup(
    name: "specs",
    cases: [
      ContractCase("returns a new spec as it can be read back") { context in
        let manager = try await context.manager()
        var flexible = FlexibleFields()
        for (index, field) in FlexibleFields.all.enumerated() {
          flexible[keyPath: field.path] = FlexibleText(trusted: index == 0 ? "" : "\(field.name)\r\n\u{FFFF}👩‍👩‍👧")
        }
        let draft = SpecDraft(
          context.project(), " User  Löggin ", flexible: flexible,
          sections: ["Risks": "e\u{301}", "Empty": "", "Cost": "c"],
          status: .approved)
        let spec = try await manager.newSpec(draft)
        try expectEqual(spec, Spec(draft, id: spec.id, createdAt: context.clock.now))
        try expectEqual(spec.specName.value, "user-löggin")
        try expectEqual(spec.phaseName.value, "User  Löggin")
        try expectEqual(spec.flexible.architecture, nil)
        try expectEqual(spec.additionalSections, AdditionalSections(["Risks": "e\u{301}", "Empty": "", "Cost": "c"]))
        try expectEqual([spec.iteration, spec.version], [0, 1])
        let named = SpecReference.named(project: context.project(), spec: spec.specName)
        try expectEqual(try await manager.spec(named, version: nil), spec)
        try expectEqual(try await manager.spec(named, version: 1), spec)
      },
      ContractCase("draws an id again when it is taken, and keeps it through updates") { context in
        let manager = try await context.manager()
        let first = try await manager.newSpec(context.project(), "One")
        let free = SpecID.random()
        context.specIDs.drawNext([first.id, first.id, free])
        let second = try await manager.newSpec(context.project("other"), "One")
        try expectEqual(second.id, free)
        let named = SpecReference.named(project: context.project("other"), spec: "one")
        let update = try await manager.update(named, .architecture("x"))
        try expectEqual(update.spec.id, free)
        try expectEqual(try await manager.spec(named, version: nil).id, free)
        try expectEqual(try await manager.spec(named, version: 1).id, free)
        // A deleted spec's id is free again.
        _ = try await manager.deleteSpec("one", of: context.project("other"), once: nil)
        context.specIDs.drawNext([free])
        try expectEqual(try await manager.newSpec(context.project(), "Two").id, free)
        try expectEqual(
          try await manager.spec(.named(project: context.project(), spec: "one"), version: nil), first)
      },
      ContractCase("refuses a second spec of one name") { context in
        let manager = try await context.manager()
        let spec = try await manager.newSpec(context.project(), "User Login")
        context.clock.advance()
        for phase in ["User Login", "user_login", " USER--login! ", "User.Login", "user/login"] {
          let failure = try await expectFailure(.alreadyExists, ["phase_name"]) {
            try await manager.newSpec(context.project(), phase)
          }
          let name = Name(checked: phase)
          try expect(
            failure.message.contains(#"of phase "User Login", for which "\#(name)" stands"#) == (phase != "User Login"),
            failure.message)
        }
        let named = SpecReference.named(project: context.project(), spec: "user-login")
        try expectEqual(try await manager.spec(named, version: nil), spec)
        _ = try await manager.newSpec(context.project("other"), "User Login")
      },
      ContractCase("offers the closest names for one that is not there") { context in
        let manager = try await context.manager()
        for phase in ["User Login", "User Logout", "Payments"] {
          _ = try await manager.newSpec(context.project(), phase)
        }
        let failure = try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.spec(.named(project: context.project(), spec: "user-logins"), version: nil)
        }
        try expectEqual(failure.details[0].allowed, "closest: user-login, user-logout")
        try expect(failure.message.contains(" Did you mean user-login?"), failure.message)
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.spec(.named(project: context.project("unknown"), spec: "user-login"), version: nil)
        }
        try await expectFailure(.notFound, ["loop_id"]) { try await manager.spec(.linked(.random()), version: nil) }
      },
      ContractCase("offers the closest projects with specs for one without") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project("shop"), "User Login")
        _ = try await manager.storePlan(ProjectPlanDraft(context.project("shops"), "x"), once: nil)
        let project = context.project("shops")
        for attempt in 0..<5 {
          let failure = try await expectFailure(.notFound, ["spec_name"]) {
            switch attempt {
            case 0: _ = try await manager.spec(.named(project: project, spec: "user-login"), version: nil)
            case 1:
              _ = try await manager.update(
                .named(project: project, spec: "user-login"), SpecChanges())
            case 2: _ = try await manager.specVersions(of: project, spec: "user-login", after: nil, limit: 1)
            case 3: _ = try await manager.deleteSpec("user-login", of: project, once: nil)
            default:
              _ = try await manager.createLoop(
                LoopDraft(projectName: project, loopType: .spec, specName: "user-login"), once: nil)
            }
          }
          try expect(
            failure.details[0].allowed.hasPrefix("a spec of one of the closest projects: \(context.project("shop"))"),
            failure.details[0].allowed)
          try expect(
            failure.message.contains(" Did you mean project \"\(context.project("shop"))\"?"), failure.message)
        }
        // A loop is linked to a spec of its own project only: another one is no help.
        let loop = try await manager.newLoop(project)
        let failure = try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.link(loop.id, to: "user-login", in: project, once: nil)
        }
        try expectEqual(failure.details[0].allowed, "list_specs shows a project's specs")
      },
      ContractCase("keeps texts of the largest size") { context in
        let manager = try await context.manager()
        let long = String(repeating: "é", count: Text.maximumBytes / 2)
        let frozen = FrozenFields(
          objectives: Text(checked: long), scope: Text(checked: long), dependencies: "none", deliverables: "all")
        let spec = try await manager.newSpec(SpecDraft(context.project(), "Big", frozen: frozen))
        let named = SpecReference.named(project: context.project(), spec: "big")
        try expect(try await manager.spec(named, version: nil) == spec, "the texts differ")
        let update = try await manager.update(named, .architecture(long))
        try expect(update.spec.flexible.architecture?.value == long, "the texts differ")
      },
      ContractCase("lists specs by the bytes of their names") { context in
        let manager = try await context.manager()
        let phases = ["b", "a", "a b", "aa", "é", "Z", "10", "9", "日本", "a-0"]
        for phase in phases { _ = try await manager.newSpec(context.project(), phase) }
        _ = try await manager.newSpec(context.project("other"), "c")
        let expected = ["10", "9", "a", "a-0", "a-b", "aa", "b", "z", "é", "日本"]
        for limit: Limit in [1, 4, 10, 100] {
          let listed = try await everyPage(limit: limit) {
            try await manager.specs(of: context.project(), status: nil, query: nil, after: $0, limit: $1)
          }
          try expectEqual(listed.map(\.specName.value), expected)
        }
      },
      ContractCase("lists specs as they are now, of one status too") { context in
        let manager = try await context.manager()
        for (phase, status) in [("A", .draft), ("B", .approved), ("C", .draft)] as [(String, SpecStatus)] {
          _ = try await manager.newSpec(SpecDraft(context.project(), phase, status: status))
        }
        context.clock.advance()
        let changed = try await manager.update(
          .named(project: context.project(), spec: "c"), SpecChanges { $0.specStatus = .approved }, expecting: nil
        ).spec
        let approved = try await everyPage(limit: 1) {
          try await manager.specs(of: context.project(), status: .approved, query: nil, after: $0, limit: $1)
        }
        try expectEqual(approved.map(\.specName.value), ["b", "c"])
        try expectEqual(approved[1], SpecSummary(changed))
        try expectEqual(approved[1].version, 2)
        try expectEqual(approved[1].similarity, nil)
      },
    ])

  /// Versions of specs; docs/contract.md, "Frozen fields, versions".
  public static let versions = ContractGroup(
    name: "versions",
    cases: [
      ContractCase("keeps and lists every version") { context in
        let manager = try await context.manager()
        var versions = [try await manager.newSpec(context.project(), "One")]
        let named = SpecReference.named(project: context.project(), spec: "one")
        var changed: [[String]] = [[]]
        for number in 2...7 {
          context.clock.advance()
          let changes = SpecChanges {
            $0.flexible.architecture = FlexibleText(trusted: "v\(number)")
            if number.isMultiple(of: 2) { $0.specStatus = number == 2 ? .inReview : number == 4 ? .approved : .draft }
          }
          let update = try await manager.update(named, changes)
          try expectEqual([update.spec.version, update.spec.iteration], [number, number - 1])
          try expectEqual(update.spec.updatedAt, context.clock.now)
          try expectEqual(update.spec.createdAt, versions[0].createdAt)
          versions.append(update.spec)
          changed.append(update.changedFields)
        }
        for (index, spec) in versions.enumerated() {
          try expectEqual(try await manager.spec(named, version: VersionNumber(trusted: index + 1)), spec)
        }
        let some = try await manager.spec(named, versions: [3, nil, 7, 1])
        try expectEqual(some, [versions[2], versions[6], versions[6], versions[0]])
        let expected = zip(versions, changed).map {
          SpecVersion(
            version: $0.version, iteration: $0.iteration, changedFields: $1, createdAt: $0.updatedAt)
        }
        for limit: Limit in [1, 3, 7, 100] {
          let listed = try await everyPage(limit: limit) {
            try await manager.specVersions(of: context.project(), spec: "one", after: $0, limit: $1)
          }
          try expectEqual(listed, expected.reversed())
        }
      },
      ContractCase("tells that a version is not there") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let named = SpecReference.named(project: context.project(), spec: "one")
        let failure = try await expectFailure(.notFound, ["version"]) { try await manager.spec(named, version: 2) }
        try expectEqual(failure.details[0].allowed, "1 to 1")
        try await expectFailure(.notFound, ["version"]) {
          try await manager.spec(named, version: VersionNumber(trusted: Int(Int32.max)))
        }
        try await expectFailure(.notFound, ["spec_name"]) {
          try await manager.specVersions(of: context.project(), spec: "two", after: nil, limit: 1)
        }
      },
    ])
}
