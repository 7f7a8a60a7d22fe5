// CriticAgent: the critics that score iterations, by their names.

import JSON

/// The name of the critic that scores an iteration: 1–64 of a–z, 0–9 and `-`; docs/contract.md, "Values". Any critic may
/// score a loop of any type.
public struct CriticAgent: ListElement, Comparable {
  /// The most characters of a name.
  public static let maximumLength = 64

  /// The name in its normal form.
  public let value: String
  /// Takes a name that `check` has given or the store holds; nothing is checked.
  public init(trusted value: String) { self.value = value }

  /// Scores project plans.
  public static let planCritic = CriticAgent(trusted: "plan-critic")
  /// Scores the analysis of a plan's objectives.
  public static let analystCritic = CriticAgent(trusted: "analyst-critic")
  /// Scores roadmaps.
  public static let roadmapCritic = CriticAgent(trusted: "roadmap-critic")
  /// Scores technical specs.
  public static let specCritic = CriticAgent(trusted: "spec-critic")
  /// Scores plans of how a spec is built.
  public static let buildCritic = CriticAgent(trusted: "build-critic")
  /// Scores the code that was built.
  public static let buildReviewer = CriticAgent(trusted: "build-reviewer")

  /// The critics of the loop types, which an agent is offered.
  public static let known = [planCritic, analystCritic, roadmapCritic, specCritic, buildCritic, buildReviewer]

  /// The rule as error messages quote it.
  public static let allowed = "1 to \(maximumLength) of a-z, 0-9 and -, such as \(specCritic)"

  /// Names of several of them.
  public static let plural = "names of critics"

  /// Gives the words of the name in lower case with `-` between them: `_`, white space and case are forgiven.
  public static func check(_ string: String) -> Result<String, RuleViolation> {
    let name = string.words.joined(separator: "-")
    guard !name.isEmpty else { return .failure(RuleViolation("empty")) }
    guard name.utf8.allSatisfy(isPlain) else { return .failure(RuleViolation("contains another character")) }
    guard name.utf8.count <= maximumLength else {
      return .failure(RuleViolation("too long: \(name.utf8.count) characters"))
    }
    return .success(name)
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
    default: false
    }
  }

  /// The name in its normal form, where it has one; nil for a placeholder.
  public static func meant(by json: JSONValue) -> JSONValue? {
    let json = json.unlessPlaceholder
    guard case .string(let string) = json, case .success(let name) = check(string) else { return json }
    return .string(name)
  }

  /// By the bytes of the names.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}
