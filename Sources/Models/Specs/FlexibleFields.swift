// FlexibleFields: the part of a spec that refinement fills and changes.

/// The texts of a spec that refinement fills and changes, every one optional; docs/contract.md, "Frozen fields,
/// versions". In a spec nil is unset, in changes nil and `""` leave the field as it is.
public struct FlexibleFields: Codable, Sendable, Equatable {
  /// The parts of the system and how they work together.
  public var architecture: FlexibleText?
  /// The languages, libraries and systems to be used.
  public var technologyStack: FlexibleText?
  /// The things that the result must do.
  public var functionalRequirements: FlexibleText?
  /// The speed, safety and other qualities that it must have.
  public var nonFunctionalRequirements: FlexibleText?
  /// The steps of the work and their order.
  public var developmentPlan: FlexibleText?
  /// The kinds of tests and what each must show.
  public var testingStrategy: FlexibleText?
  /// The questions to be answered before.
  public var researchRequirements: FlexibleText?
  /// The conditions under which the phase is done.
  public var successCriteria: FlexibleText?
  /// The systems around it and the interfaces to them.
  public var integrationContext: FlexibleText?

  /// No field is set.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case architecture
    case technologyStack = "technology_stack"
    case functionalRequirements = "functional_requirements"
    case nonFunctionalRequirements = "non_functional_requirements"
    case developmentPlan = "development_plan"
    case testingStrategy = "testing_strategy"
    case researchRequirements = "research_requirements"
    case successCriteria = "success_criteria"
    case integrationContext = "integration_context"
  }

  /// The fields in the order of docs/contract.md, "Tables", with their headings in documents.
  public static let all: [Field<FlexibleFields, FlexibleText?>] = [
    Field("architecture", title: "Architecture", \.architecture),
    Field("technology_stack", title: "Technology Stack", \.technologyStack),
    Field("functional_requirements", title: "Functional Requirements", \.functionalRequirements),
    Field("non_functional_requirements", title: "Non-Functional Requirements", \.nonFunctionalRequirements),
    Field("development_plan", title: "Development Plan", \.developmentPlan),
    Field("testing_strategy", title: "Testing Strategy", \.testingStrategy),
    Field("research_requirements", title: "Research Requirements", \.researchRequirements),
    Field("success_criteria", title: "Success Criteria", \.successCriteria),
    Field("integration_context", title: "Integration Context", \.integrationContext),
  ]

  /// These fields with the given ones of `changes` in place, an empty text not being one, and the `cleared` ones unset.
  func applying(_ changes: FlexibleFields, clearing cleared: [FlexibleFieldName] = []) -> FlexibleFields {
    var fields = self
    for field in Self.all {
      if let new = changes[keyPath: field.path], !new.value.isEmpty { fields[keyPath: field.path] = new }
      if cleared.contains(FlexibleFieldName(trusted: field.name)) { fields[keyPath: field.path] = nil }
    }
    return fields
  }

  /// The fields with their texts as documents hold them.
  var normalized: FlexibleFields {
    var fields = self
    for field in Self.all { fields[keyPath: field.path] = fields[keyPath: field.path]?.normalized }
    return fields
  }
}
