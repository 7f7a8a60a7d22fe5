// swift-tools-version: 6.2
import PackageDescription

/// Nonisolated async functions run where their caller runs: a call that never waits stays on one thread from its bytes
/// to its answer.
let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

let package = Package(
  name: "respec-server",
  dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.6.0")],
  targets: [
    .target(name: "JSON", swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    .target(name: "Models", dependencies: ["JSON"], swiftSettings: settings),
    .target(name: "State", dependencies: ["JSON", "Models"], swiftSettings: settings),
    .target(
      name: "MCP", dependencies: ["JSON", .product(name: "Logging", package: "swift-log")], swiftSettings: settings),
    .testTarget(name: "MCPTests", dependencies: ["MCP", "JSON"], swiftSettings: settings),

    .testTarget(name: "ModelsTests", dependencies: ["JSON", "Models"], swiftSettings: settings),
    // What every state manager has to do, run by the tests of each.
    .target(
      name: "StateContract", dependencies: ["JSON", "Models", "State"], path: "Tests/StateContract",
      swiftSettings: settings),
    .testTarget(
      name: "StateTests", dependencies: ["StateContract", "JSON", "Models", "State"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
