// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "respec-server",
  dependencies: [.package(url: "https://github.com/apple/swift-log", from: "1.6.0")],
  targets: [
    .target(name: "JSON"),
    .target(
      name: "MCP",
      dependencies: ["JSON", .product(name: "Logging", package: "swift-log")],
      swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]
    ),
    .testTarget(name: "JSONTests", dependencies: ["JSON"]),
    .testTarget(name: "MCPTests", dependencies: ["MCP", "JSON"]),
  ],
  swiftLanguageModes: [.v6]
)
