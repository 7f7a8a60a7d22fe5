// Search: specs by the similarity of their names.

import Models
import State

extension ContractGroup {
  /// The search by similar names; docs/contract.md, "Tools".
  public static let search = ContractGroup(
    name: "search",
    cases: [
      ContractCase("finds alike names, best first, then by name") { context in
        let manager = try await context.manager()
        let phases = ["User Login", "User Logout", "User", "Login", "Payments", "Login User", "Größe", "日本語"]
        for phase in phases { _ = try await manager.newSpec(context.project(), phase) }
        _ = try await manager.newSpec(context.project("other"), "User Login")
        for (query, expected) in [
          (
            "user login",
            [("login-user", 1), ("user-login", 1), ("user-logout", 0.533), ("login", 0.545), ("user", 0.455)]
          ),
          ("LOGIN", [("login", 1), ("login-user", 0.545), ("user-login", 0.545)]),
          ("größe", [("größe", 1)]), ("日本", [("日本語", 0.4)]), ("zebra", []), ("🚀", []), ("%", []),
        ] as [(String, [(String, Double)])] {
          for limit: Limit in [1, 2, 100] {
            let found = try await everyPage(limit: limit) {
              try await manager.specs(
                of: context.project(), status: nil, query: SearchQuery(checked: query), after: $0, limit: $1)
            }
            let ranked = expected.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
            try expectEqual(found.map(\.specName.value), ranked.map(\.0), query)
            try expectEqual(found.map(\.similarity), ranked.map(\.1), query)
          }
        }
      },
      ContractCase("finds names from three tenths on") { context in
        let manager = try await context.manager()
        _ = try await manager.newSpec(context.project(), "हिन्दी")
        _ = try await manager.newSpec(context.project(), "abcdefgh")
        func found(_ query: String) async throws -> [SpecSummary] {
          let page = try await manager.specs(
            of: context.project(), status: nil, query: SearchQuery(checked: query), after: nil, limit: 10)
          return page.elements
        }
        try expectEqual(try await found("हिंदी").map(\.similarity), [0.3])
        try expectEqual(try await found("abc").map(\.similarity), [0.3])
        try expectEqual(try await found("abx").map(\.similarity), [])
      },
      ContractCase("finds names of one status") { context in
        let manager = try await context.manager()
        for (phase, status) in [("User A", .draft), ("User B", .approved)] as [(String, SpecStatus)] {
          _ = try await manager.createSpec(SpecDraft(context.project(), phase, status: status), once: nil)
        }
        let found = try await manager.specs(
          of: context.project(), status: .approved, query: SearchQuery(checked: "user"), after: nil, limit: 10)
        try expectEqual(found.elements.map(\.specName.value), ["user-b"])
      },
      ContractCase("refuses a cursor of a list in another order") { context in
        let manager = try await context.manager()
        for phase in ["User A", "User B"] { _ = try await manager.newSpec(context.project(), phase) }
        let query = SearchQuery(checked: "user")
        let named = try await manager.specs(of: context.project(), status: nil, query: nil, after: nil, limit: 1).next
        let ranked = try await manager.specs(of: context.project(), status: nil, query: query, after: nil, limit: 1)
          .next
        try await expectFailure(.invalidInput, ["cursor"]) {
          try await manager.specs(of: context.project(), status: nil, query: query, after: named, limit: 1)
        }
        try await expectFailure(.invalidInput, ["cursor"]) {
          try await manager.specs(of: context.project(), status: nil, query: nil, after: ranked, limit: 1)
        }
      },
    ])
}
