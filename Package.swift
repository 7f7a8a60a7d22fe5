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
    // Declarations only, of what the C library has and Swift's own modules for it do not show.
    .systemLibrary(name: "CPlatform"),
    // The operating system: nothing else imports Glibc or Darwin.
    .target(name: "Platform", dependencies: ["CPlatform"], swiftSettings: settings),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "Postgres", dependencies: ["CLibPQ", "Platform", logging], swiftSettings: settings),
    .target(name: "Models", dependencies: ["JSON", "Platform"], swiftSettings: settings),
    .target(
      name: "State", dependencies: ["JSON", "Models", "Platform", "Postgres", logging],
      resources: [.embedInCode("Postgres/Migrations")], swiftSettings: settings),
    .target(name: "MCP", dependencies: ["JSON", "Platform", logging], swiftSettings: settings),
    .target(name: "Tools", dependencies: ["JSON", "Models", "State", "MCP", logging], swiftSettings: settings),
    .target(
      name: "Archive", dependencies: ["JSON", "Models", "Platform", "State", "Tools"], swiftSettings: settings),
    .executableTarget(
      name: "respec-server",
      dependencies: [
        "JSON", "Models", "Platform", "Postgres", "State", "MCP", "Tools", "Archive", logging, argumentParser,
      ],
      swiftSettings: settings),

    // What the tests of several rooms need: a JSON Schema checker, a seeded generator.
    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport", swiftSettings: settings),
    // What every state manager has to do, run by the tests of each.
    .target(
      name: "StateContract", dependencies: ["JSON", "Models", "State", "TestSupport"], path: "Tests/StateContract",
      swiftSettings: settings),
    // The server as a child process, and the rules for what it writes.
    .target(
      name: "EndToEndSupport", dependencies: ["JSON", "TestSupport"], path: "Tests/EndToEndSupport",
      swiftSettings: settings),
    // Pages of documentation, and the program's own words, as the tests that keep them together read them.
    .target(name: "DocumentationSupport", path: "Tests/DocumentationSupport", swiftSettings: settings),

    .testTarget(name: "PlatformTests", dependencies: ["Platform"], swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "ModelsTests", dependencies: ["JSON", "Models", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "MCPTests", dependencies: ["MCP", "JSON", "TestSupport", logging], swiftSettings: settings),
    .testTarget(
      name: "StateTests",
      dependencies: ["StateContract", "JSON", "Models", "Postgres", "State", "TestSupport", logging],
      swiftSettings: settings),
    .testTarget(
      name: "PostgresTests", dependencies: ["Postgres", "CLibPQ", "TestSupport", logging], swiftSettings: settings),
    .testTarget(
      name: "ToolsTests", dependencies: ["Tools", "MCP", "Models", "State", "JSON", "TestSupport", logging],
      swiftSettings: settings),
    .testTarget(
      name: "ArchiveTests", dependencies: ["Archive", "Models", "State", "JSON", "TestSupport"],
      swiftSettings: settings),
    // Depends on the executable so that it is built before these tests start it.
    .testTarget(
      name: "EndToEndTests", dependencies: ["EndToEndSupport", "TestSupport", "JSON", "respec-server"],
      swiftSettings: settings),
    // Servers on a real PostgreSQL: faults, many processes, migrations.
    .testTarget(
      name: "DatabaseEndToEndTests",
      dependencies: ["DocumentationSupport", "EndToEndSupport", "TestSupport", "JSON", "respec-server"],
      swiftSettings: settings),
    // What the pages say is there, and what is there is in the pages.
    .testTarget(
      name: "DocumentationTests", dependencies: ["DocumentationSupport", "EndToEndSupport", "JSON", "respec-server"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
