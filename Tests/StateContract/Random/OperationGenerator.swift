// OperationGenerator: random operations that often meet: few projects, few names, the loops of the run.

import JSON
import Models
import TestSupport

struct OperationGenerator {
  private var random: SplitMix64
  private let token: String
  /// The ids of the loops of this run, deleted ones too.
  var loops: [String] = []

  init(seed: UInt64, token: String) {
    random = SplitMix64(seed: seed)
    self.token = token
  }

  // MARK: Choices

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements.randomElement(using: &random)! }

  /// An id to draw next.
  mutating func id<ID: HexID>() -> ID { .random(using: &random) }

  private mutating func project() -> JSONValue {
    // Sometimes one that differs from another in case, width or white space alone, whichever begins first.
    let name = chance(95) ? pick(["shop", "shop", "shop", "bank", "日本"]) : pick(["Shop", "ｂａｎｋ", "日　本", "other"])
    return .string("\(name) \(token)")
  }

  private mutating func loop() -> JSONValue {
    if loops.isEmpty || chance(2) { return "00000000" }
    // Mostly one of the newest.
    return .string(chance(85) ? pick(Array(loops.suffix(6))) : pick(loops))
  }

  private mutating func phase() -> JSONValue {
    .string(
      pick([
        "User Login", "user_login", "USER.LOGIN!", "user/login", "User Logout", "Payments", "payment", "Größe",
        "日本語 検索",
      ]))
  }

  private mutating func spec() -> JSONValue {
    .string(pick(["user-login", "user-login", "user-logout", "payments", "payment", "größe", "日本語-検索"]))
  }

  private mutating func text() -> JSONValue {
    .string(pick(["one", "two", "caf\u{E9}", "cafe\u{301}", " three\r\n", "👩‍👩‍👧", "\u{FFFF}'\"\\"]))
  }

  private mutating func status<C: Choice>(_ type: C.Type) -> JSONValue { .string(pick(Array(C.allCases)).rawValue) }
  private mutating func limit() -> JSONValue { JSONValue(number(chance(50) ? 1...4 : 1...100)) }

  // MARK: Operations

  private static let queries = [
    "login", "user", "PAYMENTS", "größe", "GROSSE", "検索", "日", "x", "LOG", "login user", "pay", "in!", "user-log", "🚀",
  ]

  /// Reviewers of loops, some of whom no critic is.
  private static let panels: [JSONValue] = [
    ["plan-critic"], ["plan-critic", "spec-critic"], ["spec-critic", "build-critic", "plan-critic"],
  ]

  private static let weights: [(tool: String, weight: Int)] = [
    ("create_loop", 7), ("get_loop", 4), ("list_loops", 4), ("record_feedback", 26), ("record_user_feedback", 9),
    ("project_history", 5), ("loop_history", 5), ("analyze_loop", 3), ("delete_loop", 2),
    ("store_objective_feedback", 3), ("get_objective_feedback", 2), ("create_spec", 8), ("get_spec", 6),
    ("update_spec", 14), ("list_specs", 5), ("list_spec_versions", 3), ("delete_spec", 2), ("link_loop_to_spec", 6),
    ("unlink_loop", 2), ("store_roadmap", 4), ("get_roadmap", 2), ("store_project_plan", 4), ("get_project_plan", 2),
    ("list_project_plans", 1), ("delete_project_plan", 1), ("resume_project", 3), ("list_projects", 3), ("search", 2),
    ("list_changes", 4),
  ]

  mutating func next() -> Operation {
    var left = number(1...Self.weights.map(\.weight).reduce(0, +))
    let tool = Self.weights.first {
      left -= $0.weight; return left <= 0
    }!.tool
    return Operation(tool: tool, arguments: arguments(of: tool))
  }

  private mutating func arguments(of tool: String) -> JSONObject {
    switch tool {
    case "create_loop":
      var arguments: JSONObject = ["project_name": project(), "loop_type": status(LoopType.self)]
      if chance(30) { arguments["spec_name"] = spec() }
      if chance(35) { arguments["reviewers"] = pick(Self.panels) }
      return arguments
    case "get_loop", "analyze_loop", "delete_loop", "unlink_loop", "get_objective_feedback": return ["loop_id": loop()]
    case "list_loops":
      var arguments: JSONObject = ["project_name": project(), "limit": limit()]
      if chance(40) { arguments["status"] = status(LoopStatus.self) }
      return arguments
    case "record_feedback": return feedback()
    case "record_user_feedback": return guidance()
    case "store_objective_feedback": return ["loop_id": loop(), "feedback": text()]
    case "project_history": return ["project_name": project(), "limit": limit()]
    case "loop_history": return ["loop_id": loop(), "limit": limit()]
    case "create_spec": return newSpec()
    case "get_spec":
      var arguments = reference()
      if chance(40) { arguments["version"] = JSONValue(number(1...8)) }
      return arguments
    case "update_spec": return changes()
    case "list_specs":
      var arguments: JSONObject = ["project_name": project(), "limit": limit()]
      if chance(30) { arguments["status"] = status(SpecStatus.self) }
      if chance(50) { arguments["query"] = .string(pick(Self.queries)) }
      return arguments
    case "list_spec_versions": return ["project_name": project(), "spec_name": spec(), "limit": limit()]
    case "delete_spec": return ["project_name": project(), "spec_name": spec()]
    case "link_loop_to_spec": return ["loop_id": loop(), "project_name": project(), "spec_name": spec()]
    case "store_roadmap": return document(RoadmapKind.self)
    case "store_project_plan": return document(ProjectPlanKind.self)
    case "get_roadmap", "get_project_plan":
      return chance(60)
        ? ["project_name": project()] : ["project_name": project(), "version": JSONValue(number(1...6))]
    case "list_changes":
      var arguments: JSONObject = ["project_name": project(), "limit": limit()]
      if chance(60) { arguments["subject"] = chance(50) ? loop() : spec() }
      return arguments
    case "search":
      var arguments: JSONObject = [
        "project_name": project(), "limit": JSONValue(number(1...4)),
        "query": .string(pick(["E", "cafe", "one", "two e", "TWO", "three"])),
      ]
      if chance(50) { arguments["kinds"] = .array((0..<number(1...3)).map { _ in status(TextKind.self) }) }
      return arguments
    case "list_projects":
      return ["limit": limit(), "query": .string(chance(70) ? token : "\(token) \(pick(["shop", "ＢＡＮＫ", "本"]))")]
    case "list_project_plans":
      return chance(50) ? ["limit": limit()] : ["limit": limit(), "status": status(ProjectStatus.self)]
    default: return ["project_name": project()]
    }
  }

  private mutating func feedback() -> JSONObject {
    var arguments: JSONObject = [
      "loop_id": loop(), "critic_agent": .string(pick(CriticAgent.known + Self.reviewing).value),
      "score": JSONValue(chance(4) ? number(80...100) : number(40...60)), "assessment_summary": text(),
      "key_issues": .array((0..<number(0...3)).map { _ in text() }),
    ]
    if chance(40) { arguments["detailed_feedback"] = chance(20) ? "" : text() }
    if chance(40) { arguments["recommendations"] = [text()] }
    if chance(10) { arguments["iteration"] = JSONValue(number(1...4)) }
    if chance(50) { arguments["blockers"] = pick([["one"], ["one"], ["one", "two"], ["two", "one", "one"], []]) }
    return arguments
  }

  /// Critics that are reviewers, to be drawn more often.
  private static let reviewing: [CriticAgent] = [.planCritic, .specCritic, .planCritic, .specCritic, .buildCritic]

  private mutating func guidance() -> JSONObject {
    var arguments: JSONObject = ["loop_id": loop()]
    if chance(50) { arguments["source"] = .string(pick(GuidanceSource.allCases).rawValue) }
    // The place of a question: where the loop is, or has been.
    if chance(30) { arguments["place"] = [JSONValue(number(1...4)), JSONValue(number(0...2))] }
    if chance(12) { arguments["verdict"] = status(GuidanceVerdict.self) }
    if ["continue", nil].contains(arguments["verdict"]) || chance(50) { arguments["feedback"] = text() }
    return arguments
  }

  private mutating func document<Kind: ProjectDocumentKind>(_ kind: Kind.Type) -> JSONObject {
    var arguments: JSONObject = ["project_name": project()]
    if chance(20) { arguments["expected_version"] = JSONValue(number(1...4)) }
    if chance(15) {
      arguments["restore_version"] = JSONValue(number(1...5))
      return arguments
    }
    if chance(50) { arguments["text"] = text() }
    for field in Kind.Fields.all where chance(5) { arguments[field.name] = text() }
    if let title = Kind.titleName, chance(30) { arguments[title] = phase() }
    if chance(30) { arguments[Kind.statusName] = status(Kind.Status.self) }
    if !Kind.Fields.areRequired, chance(20) {
      arguments["clear_fields"] = .array(
        Kind.Fields.all.filter { _ in chance(chance(20) ? 100 : 10) }.map { .string($0.name) })
    }
    if chance(30) { arguments["additional_sections"] = sections() }
    if chance(15) { arguments["remove_sections"] = [.string(pick(["Risks", "Cost", "é", "None"]))] }
    return arguments
  }

  private mutating func reference() -> JSONObject {
    chance(40) ? ["loop_id": loop()] : ["project_name": project(), "spec_name": spec()]
  }

  private mutating func newSpec() -> JSONObject {
    var arguments: JSONObject = [
      "project_name": project(), "phase_name": phase(), "spec_status": status(SpecStatus.self),
    ]
    for name in SpecField.frozen { arguments[name] = text() }
    for name in SpecField.flexible where chance(30) { arguments[name] = chance(20) ? "" : text() }
    if chance(50) { arguments["additional_sections"] = sections() }
    return arguments
  }

  private mutating func changes() -> JSONObject {
    var arguments = reference()
    if chance(25) { arguments["expected_version"] = JSONValue(number(1...5)) }
    if chance(10) {
      arguments["restore_version"] = JSONValue(number(1...6))
      return arguments
    }
    if chance(10) { arguments["phase_name"] = phase() }
    for name in SpecField.frozen where chance(6) {
      arguments[name] = chance(50) ? text() : .string(pick(["one\t", "\n two \n "]))
    }
    for name in SpecField.flexible where chance(15) { arguments[name] = chance(20) ? "" : text() }
    if chance(10) {
      arguments["clear_fields"] = .array(SpecField.flexible.filter { _ in chance(10) }.map { .string($0) })
    }
    if chance(30) { arguments["additional_sections"] = sections() }
    if chance(15) { arguments["remove_sections"] = [.string(pick(["Risks", "Cost", "é", "None"]))] }
    if chance(30) { arguments["edits"] = .array((0..<number(1...3)).map { _ in edit() }) }
    if chance(20) { arguments["spec_status"] = status(SpecStatus.self) }
    return arguments
  }

  /// An edit of a few fields and sections, of which it often meets one with a text.
  private mutating func edit() -> JSONValue {
    let fields = chance(8) ? SpecField.frozen : ["architecture", "technology_stack", "Risks", "Cost", "None"]
    return [
      "field": .string(pick(fields)),
      "old_text": .string(pick(["o", "e", "ne", "one", "two", "thr", "\u{301}", "\u{FFFF}'"])),
      "new_text": .string(pick(["", "o", "one", "w\no", "two", "\n", "e\u{301}"])),
    ]
  }

  private mutating func sections() -> JSONValue {
    let names = ["Risks", "Cost", "é"].filter { _ in chance(40) }
    let ordered = chance(50) ? names : names.reversed()
    return .array(ordered.map { ["name": .string($0), "text": chance(30) ? "" : text()] })
  }
}
