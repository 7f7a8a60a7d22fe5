// Samples: whole models for tests, with every field set to a text that names it.

import JSON
import Models

enum Samples {
  static let time = Timestamp(trusted: "2026-07-28T09:30:00.000125Z")
  static let later = Timestamp(trusted: "2026-07-28T09:31:00.000000Z")

  static let frozen = FrozenFields(
    objectives: Text(trusted: "the objectives"), scope: Text(trusted: "the scope"),
    dependencies: Text(trusted: "the dependencies"), deliverables: Text(trusted: "the deliverables"))

  static let specID = SpecID(trusted: "89abcdef")

  /// A spec with architecture and two sections set, the other flexible fields unset.
  static var spec: Spec {
    var flexible = FlexibleFields()
    flexible.architecture = FlexibleText(trusted: "layers")
    let sections = AdditionalSections(["Risks": "none", "Cost": "little"])
    let draft = SpecDraft(
      projectName: Name(trusted: "shop"), phaseName: Name(trusted: "User Login"), frozen: frozen, flexible: flexible,
      additionalSections: sections)!
    return Spec(draft, id: specID, createdAt: time)
  }

  static var loop: Loop {
    var loop = Loop(
      id: LoopID(trusted: "0123abef"), projectName: Name(trusted: "shop"), loopType: .buildPlan, specName: nil,
      createdAt: time)
    loop.scoreHistory = [60, 70]
    loop.currentScore = 70
    loop.iteration = 3
    loop.status = .refine
    loop.updatedAt = later
    return loop
  }

  private static let assessment = CriticAssessment(
    criticAgent: .buildCritic, score: 70, assessmentSummary: Text(trusted: "better"),
    keyIssues: TextList([Text(trusted: "no tests")]), blockers: TextList([Text(trusted: "no licence")]))

  static let receipt = FeedbackReceipt(assessment, iteration: 2, timestamp: later)

  static let feedback = CriticFeedback(
    assessment, loopID: LoopID(trusted: "0123abef"), iteration: 2, specVersion: 4, timestamp: later)

  /// A model of required texts only, each holding its own name.
  static func texts<Group: Decodable, Whole, Value>(_ fields: [Field<Whole, Value>], as: Group.Type) throws -> Group {
    let members = fields.map { JSONObject.Member(key: $0.name, value: .string("the \($0.name)")) }
    return try ModelDecoder.decode(Group.self, from: .object(JSONObject(members)))
  }

  static func roadmap(title: Name?) throws -> Roadmap {
    let content = DocumentContent<RoadmapKind>(
      title: title, fields: try texts(RoadmapFields.all, as: RoadmapFields.self),
      additionalSections: AdditionalSections(["Z": "1", "A": "2"]), status: .inReview)
    return Roadmap(
      projectName: Name(trusted: "shop"), content: content, version: 2, createdAt: time, updatedAt: later)
  }

  static func plan() throws -> ProjectPlan {
    let fields = try texts(ProjectPlanFields.all, as: ProjectPlanFields.self)
    let content = DocumentContent<ProjectPlanKind>(
      title: nil, fields: fields, additionalSections: AdditionalSections(), status: .draft)
    return ProjectPlan(
      projectName: Name(trusted: "shop"), content: content, version: 1, createdAt: time, updatedAt: later)
  }
}

extension AdditionalSections {
  /// Sections in the order of the literal; nothing is checked.
  init(_ texts: KeyValuePairs<String, String>) {
    self.init(texts.map { Section(name: Name(trusted: $0.key), text: FlexibleText(trusted: $0.value)) })
  }
}
