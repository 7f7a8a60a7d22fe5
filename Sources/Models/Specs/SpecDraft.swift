// SpecDraft: the spec that a caller wants created.

/// The spec that a caller wants created, at iteration 0 and version 1.
public struct SpecDraft: Sendable, Equatable {
  /// The project, which need not exist before.
  public let projectName: Name
  /// The name of the phase as people write it.
  public let phaseName: Name
  /// The normalised phase name, unique in the project.
  public let specName: SpecName
  /// The name that version 0.1.0 gave a spec of this phase; nil where it is the same, or none.
  package let earlierName: SpecName?
  /// The texts that never change afterwards, as documents hold them.
  public let frozen: FrozenFields
  /// The texts set from the beginning, as documents hold them.
  public let flexible: FlexibleFields
  /// Further texts by name, in order, as documents hold them.
  public let additionalSections: AdditionalSections
  /// The stage of the spec.
  public let specStatus: SpecStatus

  /// A draft, its texts put into the form that documents hold; nil where the phase name leaves nothing for the spec's
  /// name, or too much.
  public init?(
    projectName: Name, phaseName: Name, frozen: FrozenFields, flexible: FlexibleFields = FlexibleFields(),
    additionalSections: AdditionalSections = AdditionalSections(), specStatus: SpecStatus = .draft
  ) {
    guard let specName = SpecName(phase: phaseName) else { return nil }
    self.projectName = projectName
    self.phaseName = phaseName
    self.specName = specName
    earlierName = SpecName.earlier(for: phaseName)
    self.frozen = frozen.normalized
    self.flexible = flexible.normalized
    self.additionalSections = additionalSections.normalized
    self.specStatus = specStatus
  }
}
