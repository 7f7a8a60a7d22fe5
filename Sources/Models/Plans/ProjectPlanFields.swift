// ProjectPlanFields: the texts of a project plan.

/// What a project plan says; every field is required.
public struct ProjectPlanFields: FieldGroup {
  public var projectVision: Text
  public var projectMission: Text
  public var projectTimeline: Text
  public var projectBudget: Text
  public var primaryObjectives: Text
  public var successMetrics: Text
  public var keyPerformanceIndicators: Text
  public var includedFeatures: Text
  public var excludedFeatures: Text
  public var projectAssumptions: Text
  public var projectConstraints: Text
  public var projectSponsor: Text
  public var keyStakeholders: Text
  public var endUsers: Text
  public var workBreakdown: Text
  public var phasesOverview: Text
  public var projectDependencies: Text
  public var teamStructure: Text
  public var technologyRequirements: Text
  public var infrastructureNeeds: Text
  public var identifiedRisks: Text
  public var mitigationStrategies: Text
  public var contingencyPlans: Text
  public var qualityStandards: Text
  public var testingStrategy: Text
  public var acceptanceCriteria: Text
  public var reportingStructure: Text
  public var meetingSchedule: Text
  public var documentationStandards: Text

  private enum CodingKeys: String, CodingKey {
    case projectVision = "project_vision"
    case projectMission = "project_mission"
    case projectTimeline = "project_timeline"
    case projectBudget = "project_budget"
    case primaryObjectives = "primary_objectives"
    case successMetrics = "success_metrics"
    case keyPerformanceIndicators = "key_performance_indicators"
    case includedFeatures = "included_features"
    case excludedFeatures = "excluded_features"
    case projectAssumptions = "project_assumptions"
    case projectConstraints = "project_constraints"
    case projectSponsor = "project_sponsor"
    case keyStakeholders = "key_stakeholders"
    case endUsers = "end_users"
    case workBreakdown = "work_breakdown"
    case phasesOverview = "phases_overview"
    case projectDependencies = "project_dependencies"
    case teamStructure = "team_structure"
    case technologyRequirements = "technology_requirements"
    case infrastructureNeeds = "infrastructure_needs"
    case identifiedRisks = "identified_risks"
    case mitigationStrategies = "mitigation_strategies"
    case contingencyPlans = "contingency_plans"
    case qualityStandards = "quality_standards"
    case testingStrategy = "testing_strategy"
    case acceptanceCriteria = "acceptance_criteria"
    case reportingStructure = "reporting_structure"
    case meetingSchedule = "meeting_schedule"
    case documentationStandards = "documentation_standards"
  }

  /// The fields in the order of the contract: the name, the heading in documents, the value.
  public static let all: [Field<ProjectPlanFields, Text>] = [
    Field("project_vision", title: "Project Vision", \.projectVision),
    Field("project_mission", title: "Project Mission", \.projectMission),
    Field("project_timeline", title: "Project Timeline", \.projectTimeline),
    Field("project_budget", title: "Project Budget", \.projectBudget),
    Field("primary_objectives", title: "Primary Objectives", \.primaryObjectives),
    Field("success_metrics", title: "Success Metrics", \.successMetrics),
    Field("key_performance_indicators", title: "Key Performance Indicators", \.keyPerformanceIndicators),
    Field("included_features", title: "Included Features", \.includedFeatures),
    Field("excluded_features", title: "Excluded Features", \.excludedFeatures),
    Field("project_assumptions", title: "Project Assumptions", \.projectAssumptions),
    Field("project_constraints", title: "Project Constraints", \.projectConstraints),
    Field("project_sponsor", title: "Project Sponsor", \.projectSponsor),
    Field("key_stakeholders", title: "Key Stakeholders", \.keyStakeholders),
    Field("end_users", title: "End Users", \.endUsers),
    Field("work_breakdown", title: "Work Breakdown", \.workBreakdown),
    Field("phases_overview", title: "Phases Overview", \.phasesOverview),
    Field("project_dependencies", title: "Project Dependencies", \.projectDependencies),
    Field("team_structure", title: "Team Structure", \.teamStructure),
    Field("technology_requirements", title: "Technology Requirements", \.technologyRequirements),
    Field("infrastructure_needs", title: "Infrastructure Needs", \.infrastructureNeeds),
    Field("identified_risks", title: "Identified Risks", \.identifiedRisks),
    Field("mitigation_strategies", title: "Mitigation Strategies", \.mitigationStrategies),
    Field("contingency_plans", title: "Contingency Plans", \.contingencyPlans),
    Field("quality_standards", title: "Quality Standards", \.qualityStandards),
    Field("testing_strategy", title: "Testing Strategy", \.testingStrategy),
    Field("acceptance_criteria", title: "Acceptance Criteria", \.acceptanceCriteria),
    Field("reporting_structure", title: "Reporting Structure", \.reportingStructure),
    Field("meeting_schedule", title: "Meeting Schedule", \.meetingSchedule),
    Field("documentation_standards", title: "Documentation Standards", \.documentationStandards),
  ]
}
