// RoadmapFields: the texts of a roadmap.

/// What a roadmap says; every field is required.
public struct RoadmapFields: FieldGroup {
  public var projectGoal: Text
  public var totalDuration: Text
  public var teamSize: Text
  public var roadmapBudget: Text
  public var criticalPathAnalysis: Text
  public var keyRisks: Text
  public var mitigationPlans: Text
  public var bufferTime: Text
  public var developmentResources: Text
  public var infrastructureRequirements: Text
  public var externalDependencies: Text
  public var qualityAssurancePlan: Text
  public var technicalMilestones: Text
  public var businessMilestones: Text
  public var qualityGates: Text
  public var performanceTargets: Text

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

  /// The fields in the order of the contract: the name, the heading in documents, the value.
  public static let all: [Field<RoadmapFields, Text>] = [
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
