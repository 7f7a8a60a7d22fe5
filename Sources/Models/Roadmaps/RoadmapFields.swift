// RoadmapFields: the texts of a roadmap.

/// The texts of a roadmap, which has every one; docs/contract.md, "Tables". The server stores them and reads nothing
/// into them.
public struct RoadmapFields: DocumentFields {
  /// The goal that the roadmap leads to.
  public var projectGoal: Text?
  /// The time from the beginning to the end.
  public var totalDuration: Text?
  /// The number of people.
  public var teamSize: Text?
  /// The money for all phases.
  public var roadmapBudget: Text?
  /// The chain of work that sets the duration.
  public var criticalPathAnalysis: Text?
  /// The risks that matter most.
  public var keyRisks: Text?
  /// The measures against them.
  public var mitigationPlans: Text?
  /// The time kept in reserve.
  public var bufferTime: Text?
  /// The people and tools for the development.
  public var developmentResources: Text?
  /// The machines and services that are needed.
  public var infrastructureRequirements: Text?
  /// The things from outside that the work waits for.
  public var externalDependencies: Text?
  /// The ways in which quality is checked.
  public var qualityAssurancePlan: Text?
  /// The technical results and their dates.
  public var technicalMilestones: Text?
  /// The results for users and sponsors, and their dates.
  public var businessMilestones: Text?
  /// The conditions between one phase and the next.
  public var qualityGates: Text?
  /// The figures that the result must reach.
  public var performanceTargets: Text?

  /// No field is set, as in changes of a roadmap.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case projectGoal = "project_goal"
    case totalDuration = "total_duration"
    case teamSize = "team_size"
    case roadmapBudget = "roadmap_budget"
    case criticalPathAnalysis = "critical_path_analysis"
    case keyRisks = "key_risks"
    case mitigationPlans = "mitigation_plans"
    case bufferTime = "buffer_time"
    case developmentResources = "development_resources"
    case infrastructureRequirements = "infrastructure_requirements"
    case externalDependencies = "external_dependencies"
    case qualityAssurancePlan = "quality_assurance_plan"
    case technicalMilestones = "technical_milestones"
    case businessMilestones = "business_milestones"
    case qualityGates = "quality_gates"
    case performanceTargets = "performance_targets"
  }

  /// A roadmap has all of them.
  public static let areRequired = true

  /// The fields in the order of docs/contract.md, "Tables", with their headings in documents.
  public static let all: [Field<RoadmapFields, Text?>] = [
    Field("project_goal", title: "Project Goal", \.projectGoal),
    Field("total_duration", title: "Total Duration", \.totalDuration),
    Field("team_size", title: "Team Size", \.teamSize),
    Field("roadmap_budget", title: "Roadmap Budget", \.roadmapBudget),
    Field("critical_path_analysis", title: "Critical Path Analysis", \.criticalPathAnalysis),
    Field("key_risks", title: "Key Risks", \.keyRisks),
    Field("mitigation_plans", title: "Mitigation Plans", \.mitigationPlans),
    Field("buffer_time", title: "Buffer Time", \.bufferTime),
    Field("development_resources", title: "Development Resources", \.developmentResources),
    Field("infrastructure_requirements", title: "Infrastructure Requirements", \.infrastructureRequirements),
    Field("external_dependencies", title: "External Dependencies", \.externalDependencies),
    Field("quality_assurance_plan", title: "Quality Assurance Plan", \.qualityAssurancePlan),
    Field("technical_milestones", title: "Technical Milestones", \.technicalMilestones),
    Field("business_milestones", title: "Business Milestones", \.businessMilestones),
    Field("quality_gates", title: "Quality Gates", \.qualityGates),
    Field("performance_targets", title: "Performance Targets", \.performanceTargets),
  ]
}
