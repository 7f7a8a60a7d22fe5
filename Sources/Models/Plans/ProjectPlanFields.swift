// ProjectPlanFields: the texts of a project plan.

/// The texts of a project plan, each of which may be unset; docs/contract.md, "Tables". The server stores them and
/// reads nothing into them.
public struct ProjectPlanFields: DocumentFields {
  /// The state of affairs that the project is to bring about.
  public var projectVision: Text?
  /// The contribution of the project to that.
  public var projectMission: Text?
  /// The beginning, the end and the dates between.
  public var projectTimeline: Text?
  /// The money that may be spent.
  public var projectBudget: Text?
  /// The objectives that matter most.
  public var primaryObjectives: Text?
  /// The measures by which the project has succeeded or not.
  public var successMetrics: Text?
  /// The figures that are watched on the way.
  public var keyPerformanceIndicators: Text?
  /// The features to be built.
  public var includedFeatures: Text?
  /// The features that are out of scope.
  public var excludedFeatures: Text?
  /// The circumstances taken for granted.
  public var projectAssumptions: Text?
  /// The limits that may not be crossed.
  public var projectConstraints: Text?
  /// The person or body that pays and decides.
  public var projectSponsor: Text?
  /// The people and bodies to be heard.
  public var keyStakeholders: Text?
  /// The people who will use the result.
  public var endUsers: Text?
  /// The parts of the work.
  public var workBreakdown: Text?
  /// The phases and their order; each gets a spec.
  public var phasesOverview: Text?
  /// The things from outside that the project waits for.
  public var projectDependencies: Text?
  /// The people and their roles.
  public var teamStructure: Text?
  /// The languages, tools and systems that are set.
  public var technologyRequirements: Text?
  /// The machines and services that are needed.
  public var infrastructureNeeds: Text?
  /// The risks that are known.
  public var identifiedRisks: Text?
  /// The measures against them.
  public var mitigationStrategies: Text?
  /// The plans for a risk that comes true.
  public var contingencyPlans: Text?
  /// The standards that the result must meet.
  public var qualityStandards: Text?
  /// The kinds of tests and their places in the work.
  public var testingStrategy: Text?
  /// The conditions under which the result is accepted.
  public var acceptanceCriteria: Text?
  /// The ways in which progress is reported, and to whom.
  public var reportingStructure: Text?
  /// The meetings and their times.
  public var meetingSchedule: Text?
  /// The form and the place of documentation.
  public var documentationStandards: Text?

  /// No field is set.
  public init() {}

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

  /// A plan may be without some of them.
  public static let areRequired = false

  /// The fields in the order of docs/contract.md, "Tables", with their headings in documents.
  public static let all: [Field<ProjectPlanFields, Text?>] = [
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
