// swift-tools-version: 6.2
import PackageDescription

/// Nonisolated async functions run where their caller runs: a call that never waits stays on one thread from its bytes
/// to its answer.
let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "respec-server",
  // Mutex, Atomic and task executors need it.
  platforms: [.macOS(.v15)],
  products: [.executable(name: "respec-server", targets: ["respec-server"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
  ],
  targets: [
    // Headers only: libpq is loaded at first use.
    .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"]), .yum(["libpq-devel"]), .brew(["libpq"])]),
    // C declarations that Swift's own modules for the C library leave out.
    .systemLibrary(name: "CPlatform"),
    // The operating system: nothing else imports Glibc or Darwin.
    .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: settings),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "Postgres", dependencies: ["CLibPQ", "Platform", logging], swiftSettings: settings),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"]), .yum(["sqlite-devel"]), .brew(["sqlite"])]),
    // On Linux SQLite is part of the program: nothing to install, and one version for all.
    .target(
      name: "SQLite", dependencies: ["CSQLite"], swiftSettings: settings,
      linkerSettings: [
        .linkedLibrary(":libsqlite3.a", .when(platforms: [.linux])), .linkedLibrary("m", .when(platforms: [.linux])),
        .linkedLibrary("sqlite3", .when(platforms: [.macOS])),
      ]),
    .target(name: "Models", dependencies: ["JSON", "Platform"], swiftSettings: settings),
    .target(name: "State", dependencies: ["JSON", "Models", "Platform"], swiftSettings: settings),
    .target(name: "MemoryState", dependencies: ["JSON", "Models", "State"], swiftSettings: settings),
    .target(
      name: "PostgresState", dependencies: ["JSON", "Models", "Postgres", "State", logging],
      resources: [.embedInCode("Schema/Migrations")], swiftSettings: settings),
    .target(
      name: "SQLiteState", dependencies: ["JSON", "Models", "Platform", "SQLite", "State", logging],
      resources: [.embedInCode("Schema/Migrations")], swiftSettings: settings),
    .target(
      name: "Doctor",
      dependencies: [
        "JSON", "Models", "Platform", "Postgres", "PostgresState", "SQLite", "SQLiteState", "State", logging,
      ], swiftSettings: settings),
    .systemLibrary(name: "CCMark", providers: [.apt(["libcmark-dev"]), .yum(["cmark-devel"]), .brew(["cmark"])]),
    // On Linux cmark is part of the program, as SQLite is.
    .target(
      name: "Documents", dependencies: ["CCMark", "JSON", "Models"], swiftSettings: settings,
      linkerSettings: [
        .linkedLibrary(":libcmark.a", .when(platforms: [.linux])),
        .linkedLibrary("cmark", .when(platforms: [.macOS])),
      ]),
    .target(name: "MCP", dependencies: ["JSON", "Platform", logging], swiftSettings: settings),
    .target(
      name: "Tools", dependencies: ["Documents", "JSON", "MCP", "Models", "State", logging], swiftSettings: settings),
    // What there is, as pages for people.
    .target(
      name: "Resources", dependencies: ["Documents", "JSON", "MCP", "Models", "State"], swiftSettings: settings),
    // The workflow's texts, as prompts and as files that set-up writes.
    .target(name: "Workflow", dependencies: ["JSON", "MCP", "Models", "State"], swiftSettings: settings),
    // The files of clients, written and merged.
    .target(
      name: "Setup", dependencies: ["JSON", "Models", "Platform", "State", "Workflow"], swiftSettings: settings),
    .target(
      name: "Archive", dependencies: ["Documents", "JSON", "Models", "Platform", "State"], swiftSettings: settings),
    .executableTarget(
      name: "respec-server",
      dependencies: [
        "Archive", "Doctor", "JSON", "MCP", "MemoryState", "Models", "Platform", "Postgres", "PostgresState",
        "Resources", "SQLiteState", "Setup", "State", "Tools", "Workflow", logging, argumentParser,
      ],
      swiftSettings: settings),

    // Helpers for the tests of several modules: a JSON Schema checker, a seeded generator.
    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport", swiftSettings: settings),
    // The behaviour that every state manager must have, run by the tests of each.
    .target(
      name: "StateContract", dependencies: ["JSON", "MCP", "Models", "State", "TestSupport", "Tools", logging],
      path: "Tests/StateContract", swiftSettings: settings),
    // The server as a child process, and the rules for what it writes.
    .target(
      name: "EndToEndSupport", dependencies: ["JSON", "TestSupport"], path: "Tests/EndToEndSupport",
      swiftSettings: settings),
    // Servers that share a file or a database: load on them, and the checker of what comes of it. No store is known here.
    .target(
      name: "SharedStateSupport", dependencies: ["EndToEndSupport", "JSON", "TestSupport"],
      path: "Tests/SharedStateSupport", swiftSettings: settings),
    // Pages of documentation, and the program's own words, as the tests that keep them together read them.
    .target(name: "DocumentationSupport", path: "Tests/DocumentationSupport", swiftSettings: settings),

    .testTarget(name: "PlatformTests", dependencies: ["Platform", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "ModelsTests", dependencies: ["JSON", "Models", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "MCPTests", dependencies: ["MCP", "JSON", "Platform", "TestSupport", logging],
      swiftSettings: settings),
    .testTarget(
      name: "MemoryStateTests", dependencies: ["StateContract", "JSON", "MemoryState", "Models", "State"],
      swiftSettings: settings),
    .testTarget(
      name: "PostgresStateTests",
      dependencies: [
        "StateContract", "JSON", "MemoryState", "Models", "Postgres", "PostgresState", "State", "TestSupport", logging,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DoctorTests",
      dependencies: ["Doctor", "Models", "Platform", "Postgres", "PostgresState", "SQLite", "SQLiteState", "State"],
      swiftSettings: settings),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "CLibPQ", "TestSupport", logging], swiftSettings: settings),
    .testTarget(
      name: "SQLiteStateTests",
      dependencies: ["StateContract", "JSON", "Models", "SQLite", "SQLiteState", "State", logging],
      swiftSettings: settings),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ToolsTests",
      dependencies: ["Tools", "Documents", "MCP", "MemoryState", "Models", "State", "JSON", "TestSupport", logging],
      swiftSettings: settings),
    .testTarget(
      name: "ResourcesTests",
      dependencies: ["Resources", "JSON", "MCP", "MemoryState", "Models", "State", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "WorkflowTests",
      dependencies: ["Workflow", "JSON", "MCP", "MemoryState", "Models", "State", "Tools", logging],
      swiftSettings: settings),
    .testTarget(
      name: "SetupTests", dependencies: ["Setup", "JSON", "Platform", "TestSupport", "Workflow"],
      swiftSettings: settings),
    .testTarget(
      name: "DocumentsTests", dependencies: ["CCMark", "Documents", "JSON", "Models", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ArchiveTests", dependencies: ["Archive", "Documents", "Models", "State", "JSON", "TestSupport"],
      swiftSettings: settings),
    // Depends on the executable so that it is built before these tests start it.
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["DocumentationSupport", "EndToEndSupport", "TestSupport", "JSON", "respec-server"],
      swiftSettings: settings),
    // Servers on a real PostgreSQL: faults, many processes, migrations.
    .testTarget(
      name: "DatabaseEndToEndTests",
      dependencies: [
        "DocumentationSupport", "EndToEndSupport", "SharedStateSupport", "TestSupport", "JSON", "respec-server",
      ],
      swiftSettings: settings),
    // Servers on one state file: faults, many processes, killed and stopped ones.
    .testTarget(
      name: "FileEndToEndTests",
      dependencies: ["EndToEndSupport", "SharedStateSupport", "TestSupport", "JSON", "respec-server"],
      swiftSettings: settings),
    // The pages and the program agree: each names what the other has.
    .testTarget(
      name: "DocumentationTests", dependencies: ["DocumentationSupport", "EndToEndSupport", "JSON", "respec-server"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

#if !os(Linux)
  // These tests, or the code that they share, speak to Linux itself.
  let ofLinux: Set<String> = [
    "EndToEndSupport", "SharedStateSupport", "MCPTests", "PostgresStateTests", "PostgresTests", "EndToEndTests",
    "DatabaseEndToEndTests",
    "FileEndToEndTests", "DocumentationTests",
  ]
  package.targets.removeAll { ofLinux.contains($0.name) }
#endif
