// SpecDraft: what a caller gives to create a spec.

/// What a caller gives to create a spec.
public struct SpecDraft: Sendable, Equatable {
  public let projectName: Name
  public let phaseName: Name
  /// The normalised phase name, unique in the project.
  public let specName: SpecName
  public let frozen: FrozenFields
  public let flexible: FlexibleFields
  public let additionalSections: AdditionalSections
  public let specStatus: SpecStatus

  /// - Returns: nil where the phase name leaves nothing for the spec's name.
  public init?(
    projectName: Name, phaseName: Name, frozen: FrozenFields, flexible: FlexibleFields = FlexibleFields(),
    additionalSections: AdditionalSections = AdditionalSections(), specStatus: SpecStatus = .draft
  ) {
    guard let specName = SpecName(phase: phaseName) else { return nil }
    self.projectName = projectName
    self.phaseName = phaseName
    self.specName = specName
    self.frozen = frozen.normalized
    self.flexible = flexible.normalized
    self.additionalSections = additionalSections.normalized
    self.specStatus = specStatus
  }
}
