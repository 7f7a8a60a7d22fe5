// Search: specs by words in their names, and by the similarity of their names.

import Models
import State

extension ContractGroup {
  /// The search by names; docs/contract.md, "Tools".
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
            [("user-login", 1), ("login-user", 1), ("login", 0.545), ("user-logout", 0.533), ("user", 0.455)]
          ),
          ("LOGIN", [("login", 1), ("login-user", 0.545), ("user-login", 0.545)]),
          ("größe", [("größe", 1)]), ("GROSSE", [("größe", 0.182)]), ("日本", [("日本語", 0.4)]), ("zebra", []),
          ("🚀", []), ("%", []), ("-", []),
        ] as [(String, [(String, Double)])] {
          for limit: Limit in [1, 2, 100] {
            let found = try await everyPage(limit: limit) {
              try await manager.specs(
                of: context.project(), status: nil, query: SearchQuery(checked: query), after: $0, limit: $1)
            }
            try expectEqual(found.map(\.specName.value), expected.map(\.0), query)
            try expectEqual(found.map(\.similarity), expected.map(\.1), query)
          }
        }
      },
      ContractCase("ranks the name before its words, beginnings and parts of words, and alike names") { context in
        let manager = try await context.manager()
        for phase in ["Synk", "Async Jobs", "Syncing Data", "Offline Sync", "Sync Engine", "Sync", "Other"] {
          _ = try await manager.newSpec(context.project(), phase)
        }
        for limit: Limit in [1, 3, 100] {
          let found = try await everyPage(limit: limit) {
            try await manager.specs(
              of: context.project(), status: nil, query: SearchQuery(checked: "sync"), after: $0, limit: $1)
          }
          try expectEqual(
            found.map(\.specName.value),
            ["sync", "sync-engine", "offline-sync", "syncing-data", "async-jobs", "synk"])
        }
      },
      ContractCase("finds words and parts of words in any script, without case and accents") { context in
        let manager = try await context.manager()
        let phases: [(phase: String, queries: [String])] = [
          ("Offline Sync Engine", ["sync", "ENGINE", "line sync", "engine offline", "offline_sync"]),
          ("Café Menü", ["cafe", "MENÜ", "cafe\u{301}", "menu\u{308}"]), ("Łódź Tramway", ["lodz", "tram"]),
          ("Straßenbahn", ["STRASSE", "bahn"]), ("İstanbul Ofisi", ["istanbul", "ISTANBUL"]),
          ("Привет Мир", ["МИР", "вет"]), ("Новогодняя Ёлка", ["елка", "ЁЛКА"]), ("Ὀδυσσεύς", ["ΟΔΥΣΣΕΥΣ", "δυσσ"]),
          ("إدارة المُستخدمين", ["ادارة", "المستخدمين", "مستخدم"]), ("שָׁלוֹם עולם", ["שלום", "עול"]),
          ("उपयोगकर्ता लॉगिन", ["लॉगिन", "उपयोग"]), ("ज़मीन", ["जमीन"]), ("หน้าเข้าสู่ระบบ", ["เข้าสู่"]),
          ("用户登录", ["登录", "用户"]), ("データ同期", ["ﾃﾞｰﾀ", "同期"]), ("ＡＰＩ設計", ["api", "設計"]),
          ("사용자 로그인", ["\u{1105}\u{1169}\u{1100}\u{1173}\u{110B}\u{1175}\u{11AB}", "용자", "로그"]),
          ("C++ Bindings", ["c++"]), ("🚀 Rocket", ["🚀"]), ("O'Neill — v1.2", ["o'neill", "oneill", "v1.2"]),
        ]
        for (phase, _) in phases { _ = try await manager.newSpec(context.project(), phase) }
        for (phase, queries) in phases {
          for query in queries {
            let page = try await manager.specs(
              of: context.project(), status: nil, query: SearchQuery(checked: query), after: nil, limit: 1)
            try expectEqual(page.elements.map(\.phaseName.value), [Name(checked: phase).value], query)
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
