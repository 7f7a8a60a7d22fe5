// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "respec-server",
  targets: [
    .target(name: "JSON"),
    .testTarget(name: "JSONTests", dependencies: ["JSON"]),
  ],
  swiftLanguageModes: [.v6]
)
