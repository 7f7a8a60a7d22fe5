// TextKind: the kinds of texts that a search goes through, and their names as a caller lists them.

import JSON

/// A kind of texts; docs/contract.md, "Tools". The order is that of the texts of one moment.
public enum TextKind: String, Choice, Comparable {
  /// Specs at their current versions.
  case spec
  /// What critics said.
  case feedback
  /// What humans said on loops.
  case guidance
  /// Notes on loops' objectives.
  case objectiveFeedback = "objective_feedback"
  /// Roadmaps at their current versions.
  case roadmap
  /// Project plans at their current versions.
  case plan

  /// By the order of the cases.
  public static func < (left: TextKind, right: TextKind) -> Bool { left.place < right.place }

  private var place: Int { Self.allCases.firstIndex(of: self)! }

  /// The things that have such texts.
  package var source: TextSource {
    switch self {
    case .spec: .specs
    case .feedback, .guidance, .objectiveFeedback: .loops
    case .roadmap: .roadmaps
    case .plan: .plans
    }
  }
}

/// The things that have texts, each read in one go. The order is that of the kinds.
public enum TextSource: Int, Sendable, CaseIterable {
  /// Of the kind `spec`.
  case specs
  /// Of the kinds `feedback`, `guidance` and `objective_feedback`.
  case loops
  /// Of the kind `roadmap`.
  case roadmaps
  /// Of the kind `plan`.
  case plans
}

/// The name of a kind. Callers may spell it in any case, with `_`, `-` or white space between its words.
public struct TextKindName: ListElement {
  /// The name as the schema has it.
  public let value: String
  /// Takes a name that `check` has given; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// A string with all names as its `enum`.
  public static let schema: JSONObject = TextKind.schema
  /// All names, for messages.
  public static let allowed = TextKind.allowed
  /// Several names.
  public static let plural = "kinds"

  /// The name as the schema has it, or the refusal with the names that were probably meant.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let names = TextKind.allCases.map(\.rawValue)
    if let name = names.first(where: { $0.words == string.words }) { return .success(name) }
    let closest = ClosestNames.find(to: string, among: names)
    let question = closest.isEmpty ? "" : ", did you mean \(closest.joined(separator: " or "))?"
    return .failure(RuleViolation("no kind" + question))
  }

  /// The kind of that name.
  package var kind: TextKind? { TextKind(rawValue: value) }
}
