// RoadmapFields: the texts of a roadmap.

/// What a roadmap says; every field is required.
public struct RoadmapFields: Codable, Sendable, Equatable {
  public let projectGoal: Text
  public let totalDuration: Text
  public let teamSize: Text
  public let roadmapBudget: Text
  public let criticalPathAnalysis: Text
  public let keyRisks: Text
  public let mitigationPlans: Text
  public let bufferTime: Text
  public let developmentResources: Text
  public let infrastructureRequirements: Text
  public let externalDependencies: Text
  public let qualityAssurancePlan: Text
  public let technicalMilestones: Text
  public let businessMilestones: Text
  public let qualityGates: Text
  public let performanceTargets: Text

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
