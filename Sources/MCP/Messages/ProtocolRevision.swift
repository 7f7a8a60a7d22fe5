// ProtocolRevision: the revisions of MCP that the server speaks, with the fields and rules of each.

import JSON

// A date without its separators cannot be read.
// swift-format-ignore: AlwaysUseLowerCamelCase
/// A revision of the Model Context Protocol, named by its date.
enum ProtocolRevision: String, CaseIterable, Sendable, Comparable {
  case v2024_11_05 = "2024-11-05"
  case v2025_03_26 = "2025-03-26"
  case v2025_06_18 = "2025-06-18"
  case v2025_11_25 = "2025-11-25"
  case v2026_07_28 = "2026-07-28"

  /// The newest revision with a handshake: the answer to an `initialize` that asks for one the server does not speak.
  static let newestLegacy = v2025_11_25

  /// Every revision that the server speaks.
  static let all = v2024_11_05...v2026_07_28

  /// The revisions in which a handshake begins a session.
  static let legacy = v2024_11_05...newestLegacy

  /// The revisions that every request names, without a session.
  static let modern = v2026_07_28...v2026_07_28

  /// The names of the modern revisions, which discovery and version errors list.
  static let modernNames = JSONValue.array(allCases.filter(\.isModern).map { .string($0.rawValue) })

  /// The revision that an `initialize` asking for `name` gets.
  static func negotiated(for name: String) -> ProtocolRevision {
    guard let revision = ProtocolRevision(rawValue: name), !revision.isModern else { return newestLegacy }
    return revision
  }

  /// Dates of one form sort as text.
  static func < (left: ProtocolRevision, right: ProtocolRevision) -> Bool { left.rawValue < right.rawValue }

  /// True when every request carries the version and there is no handshake.
  var isModern: Bool { Self.modern.contains(self) }

  /// True when a line may hold an array of messages.
  var hasBatches: Bool { self == .v2025_03_26 }

  /// True when tools carry behaviour hints.
  var hasToolAnnotations: Bool { self >= .v2025_03_26 }

  /// True when a tool's title stands among its annotations, there being no other place for it yet.
  var hasTitleInAnnotations: Bool { self == .v2025_03_26 }

  /// True when tools and implementations have a `title` of their own.
  var hasTitles: Bool { self >= .v2025_06_18 }

  /// True when a server tells that it completes arguments; before that clients just ask.
  var hasCompletionCapability: Bool { self >= .v2025_03_26 }

  /// True when tools have an output schema and results `structuredContent`.
  var hasStructuredContent: Bool { self >= .v2025_06_18 }

  /// True when the server may ask the client for input.
  var hasElicitation: Bool { self >= .v2025_06_18 }

  /// True when a question says that it is a form, there being other modes.
  var hasElicitationModes: Bool { self >= .v2025_11_25 }

  /// True when an implementation may describe itself and name its web site.
  var hasImplementationDetails: Bool { self >= .v2025_11_25 }

  /// True when an error about a request whose id is unknown leaves `id` out; before that it is null.
  var leavesOutUnknownID: Bool { self >= .v2025_11_25 }
}
