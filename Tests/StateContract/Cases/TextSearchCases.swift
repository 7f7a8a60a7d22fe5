// Search in texts: what is found, where, in which order, and how much is looked at.

import Models
import State

extension ContractGroup {
  /// The search in texts; docs/contract.md, "Tools".
  public static let textSearch = ContractGroup(
    name: "text search",
    cases: [
      ContractCase("finds every kind of text, the newest thing first, and says where") { context in
        let manager = try await context.manager(policies: LoopPolicies(threshold: 90, checkpoint: 20))
        let project = context.project()
        let word = context.word
        context.clock.advance()
        _ = try await manager.storePlan(
          ProjectPlanChanges { $0.fields.projectVision = Text(checked: "A plan with \(word).") }, of: project,
          expecting: nil, once: nil)
        context.clock.advance()
        _ = try await manager.storeRoadmap(RoadmapDraft(project, "\(word) in all", title: "The way"), once: nil)
        context.clock.advance()
        let spec = try await manager.newSpec(
          SpecDraft(project, "Log in", sections: ["Risks": "Many.", "Cost": "The cost of \(word) is high."]))
        context.clock.advance()
        let loop = try await manager.newLoop(project)
        for number in 1...2 {
          context.clock.advance()
          let assessment = CriticAssessment(
            50, summary: Text(checked: "Round \(number)"),
            issues: ["No limit", Text(checked: "The \(word) is missing")])
          _ = try await manager.recordFeedback(assessment, on: loop.id, once: nil)
        }
        let said = context.clock.advance()
        _ = try await manager.recordGuidance(Text(checked: "Do without \(word)"), on: loop.id, once: nil)
        let noted = context.clock.advance()
        _ = try await manager.storeObjectiveFeedback(Text(checked: "\(word): met"), on: loop.id, once: nil)
        let hits = try await manager.found(context, word)
        try expectEqual(
          hits.map { "\($0.kind.rawValue) \($0.section) \($0.iteration.map(String.init) ?? "-")" },
          [
            "feedback key_issues 2", "feedback key_issues 1", "guidance feedback 3", "objective_feedback feedback -",
            "spec Cost -", "roadmap project_goal -", "plan project_vision -",
          ])
        try expectEqual(hits.map(\.loopID), Array(repeating: loop.id, count: 4) + [nil, nil, nil])
        try expectEqual(hits.map(\.specName), Array(repeating: nil, count: 4) + [spec.specName, nil, nil])
        try expectEqual(hits[2...3].map(\.updatedAt), [said, noted])
        try expectEqual(hits[4].snippet, "The cost of \(word) is high.")
        try expectEqual(hits.map(\.projectName), Array(repeating: project, count: 7))
      },
      ContractCase("finds texts with all words, in any order and part") { context in
        let manager = try await context.manager()
        let (project, word) = (context.project(), context.word)
        for (phase, architecture) in [
          ("One", "\(word) alpha beta"), ("Two", "beta \(word)"), ("Three \(word)", "ALPHABET"), ("Four", "alpha beta"),
        ] {
          context.clock.advance()
          _ = try await manager.newSpec(project, phase)
          _ = try await manager.update(
            .named(project: project, spec: SpecName(phase: Name(checked: phase))!), .architecture(architecture))
        }
        for (query, phases) in [
          ("", ["three", "two", "one"]), ("alpha", ["three", "one"]), ("beta alpha", ["one"]),
          ("alpha bet", ["three", "one"]),
          ("gamma", []),
        ] {
          let hits = try await manager.found(context, "\(query) \(word)")
          try expectEqual(hits.map { $0.specName!.value.split(separator: "-")[0] }.map(String.init), phases, query)
        }
      },
      ContractCase("finds words in any script, without case, accents and width, with what stands around them") {
        context in
        let manager = try await context.manager()
        let (project, word) = (context.project(), context.word)
        let loop = try await manager.newLoop(project)
        for (text, query) in [
          ("Die Größe der Straße", "GROSSE STRASSE"), ("Привет, Ёлка", "елка"), ("データ同期の設計", "ﾃﾞｰﾀ 設計"),
          ("उपयोगकर्ता लॉगिन", "लॉगिन"), ("Ｆｕｌｌ width", "full"), ("a_b-c", "b c"),
        ] {
          _ = try await manager.storeObjectiveFeedback(Text(checked: "\(text) \(word)"), on: loop.id, once: nil)
          try expectEqual(
            try await manager.found(context, "\(query) \(word)").map(\.snippet), ["\(text) \(word)"], query)
        }
      },
      ContractCase("cuts what stands around the words, between words") { context in
        let manager = try await context.manager()
        let (project, word) = (context.project(), context.word)
        let loop = try await manager.newLoop(project)
        let filling = (1...2_000).map { "filling\n\($0)" }.joined(separator: " ")
        _ = try await manager.storeObjectiveFeedback(
          Text(checked: "\(filling) before \(word) behind \(filling)"), on: loop.id, once: nil)
        let snippet = try await manager.found(context, word)[0].snippet
        try expect(snippet.contains(" filling 2000 before \(word) behind filling 1 "), snippet)
        try expect(snippet.hasPrefix("…") && snippet.hasSuffix("…") && snippet.count < 260, snippet)
      },
      ContractCase("looks at the current version alone, and at nothing that is gone") { context in
        let manager = try await context.manager()
        let (project, word) = (context.project(), context.word)
        _ = try await manager.newSpec(project, "One")
        let named = SpecReference.named(project: project, spec: "one")
        _ = try await manager.update(named, .architecture("old \(word)"))
        try expectEqual(try await manager.found(context, word).count, 1)
        _ = try await manager.update(named, .architecture("new"))
        try expectEqual(try await manager.found(context, word).count, 0)
        let loop = try await manager.newLoop(project)
        _ = try await manager.recordGuidance(Text(checked: word), on: loop.id, once: nil)
        try expectEqual(try await manager.found(context, word).count, 1)
        _ = try await manager.deleteLoop(loop.id, once: nil)
        try expectEqual(try await manager.found(context, word).count, 0)
      },
      ContractCase("keeps to a project and to kinds") { context in
        let manager = try await context.manager()
        let word = context.word
        for name in ["a", "b"] {
          context.clock.advance()
          let loop = try await manager.newLoop(context.project(name))
          _ = try await manager.recordGuidance(Text(checked: word), on: loop.id, once: nil)
          _ = try await manager.newSpec(SpecDraft(context.project(name), "Phase", sections: ["S": word]))
        }
        func found(_ project: Name?, _ kinds: Set<TextKind>) async throws -> [String] {
          try await everyHit {
            try await manager.search(SearchQuery(checked: word), in: project, kinds: kinds, after: $0, limit: 1)
          }.map { "\($0.projectName.value.prefix(1)) \($0.kind.rawValue)" }
        }
        let all = Set(TextKind.allCases)
        try expectEqual(try await found(nil, all), ["b spec", "b guidance", "a spec", "a guidance"])
        try expectEqual(try await found(context.project("a"), all), ["a spec", "a guidance"])
        try expectEqual(try await found(nil, [.guidance]), ["b guidance", "a guidance"])
        try expectEqual(try await found(context.project("b"), [.feedback, .roadmap, .plan]), [])
        try await expectFailure(.notFound, ["project_name"]) { try await found(context.project("c"), all) }
      },
      ContractCase("gives every hit once, at any limit, whatever comes and goes") { context in
        let manager = try await context.manager()
        let (project, word) = (context.project(), context.word)
        for number in 0..<12 {
          if number.isMultiple(of: 3) { context.clock.advance() }
          let loop = try await manager.newLoop(project)
          _ = try await manager.newSpec(SpecDraft(project, "Phase \(number)", sections: ["S": "\(word) \(number)"]))
          for said in 0..<3 {
            _ = try await manager.recordFeedback(
              CriticAssessment(50, summary: Text(checked: "\(word) \(number) \(said)")), on: loop.id, once: nil)
            _ = try await manager.recordGuidance(Text(checked: "\(word) \(number) \(said)"), on: loop.id, once: nil)
          }
        }
        let all = try await manager.found(context, word)
        try expectEqual(all.count, 12 * 7)
        for limit: Limit in [1, 2, 7, 83, 84, 85] {
          try expectEqual(try await manager.found(context, word, limit: limit), all, "at \(limit)")
        }
        var round = 0
        let meanwhile = try await everyHit { cursor in
          let page = try await manager.search(
            SearchQuery(checked: word), in: project, kinds: Set(TextKind.allCases), after: cursor, limit: 10)
          context.clock.advance()
          round += 1
          _ = try await manager.newSpec(SpecDraft(project, "New \(round)", sections: ["S": word]))
          return page
        }
        try expectEqual(meanwhile, all)
      },
      ContractCase("looks at a bounded number of texts, and at all of them in the end") { context in
        let manager = try await context.manager()
        let (project, word) = (context.project(), context.word)
        let large = String(repeating: "nothing to be found here. ", count: 10_000)
        let first = try await manager.newLoop(project)
        for number in 0..<2 {
          context.clock.advance()
          let loop = number == 0 ? first : try await manager.newLoop(project)
          _ = try await manager.recordGuidance(Text(checked: "\(word) \(number)"), on: loop.id, once: nil)
          for _ in 0..<12 { _ = try await manager.recordGuidance(Text(checked: large), on: loop.id, once: nil) }
        }
        var pages: [Int] = []
        let hits = try await everyHit { cursor in
          let page = try await manager.search(
            SearchQuery(checked: word), in: project, kinds: [.guidance], after: cursor, limit: 10)
          pages.append(page.elements.count)
          return page
        }
        try expectEqual(hits.map(\.snippet), ["\(word) 1", "\(word) 0"])
        try expectEqual(pages, [1, 1])
      },
      ContractCase("finds nothing for a query without words") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "One")
        let page = try await manager.search(
          SearchQuery(checked: "-"), in: context.project(), kinds: Set(TextKind.allCases), after: nil, limit: 10)
        try expectEqual(page.elements, [])
      },
    ])
}

extension ContractContext {
  /// A word of this case's own.
  fileprivate var word: String { "w\(token)" }
}

extension StateManager {
  /// Every hit of the case's project.
  fileprivate func found(
    _ context: ContractContext, _ query: String, limit: Limit = 100
  ) async throws -> [SearchHit] {
    try await everyHit {
      try await search(
        SearchQuery(checked: query), in: context.project(), kinds: Set(TextKind.allCases), after: $0, limit: limit)
    }
  }
}

/// Walks a search to its end; a page may have few hits.
private func everyHit(
  _ page: (Cursor<TextKey>?) async throws -> Page<SearchHit, TextKey>
) async throws -> [SearchHit] {
  var hits: [SearchHit] = []
  var cursor: Cursor<TextKey>?
  repeat {
    let next = try await page(cursor)
    hits += next.elements
    try expect(next.next == nil || next.next != cursor, "the cursor stands still")
    cursor = try next.next.map { try takenBack($0) }
  } while cursor != nil
  return hits
}
