// SpecChanges: the changes that an update of a spec asks for.

import JSON

/// The changes that an update asks for; nil leaves a field as it is. `Spec.applying` has the rules.
public struct SpecChanges: Codable, Sendable, Equatable {
  /// Another spelling of the phase's name, with the same spec name.
  public var phaseName: Name?
  /// The stored text or nil: this field is frozen.
  public var objectives: Text?
  /// The stored text or nil: this field is frozen.
  public var scope: Text?
  /// The stored text or nil: this field is frozen.
  public var dependencies: Text?
  /// The stored text or nil: this field is frozen.
  public var deliverables: Text?
  /// The fields to set; an empty text leaves its field as it is.
  public var flexible = FlexibleFields()
  /// The fields to unset.
  public var clearedFields: ValueList<FlexibleFieldName>?
  /// The sections to set or to add; an empty text leaves a section that is there as it is, those not named stay.
  public var additionalSections: AdditionalSections?
  /// The sections to remove; one that is not there changes nothing.
  public var removedSections: ValueList<Name>?
  /// The passages to replace, in fields and sections that are neither set nor taken away here.
  public var edits: SpecEdits?
  /// The stage to set; any may follow any.
  public var specStatus: SpecStatus?

  /// The version to take fields, sections, phase name and stage from; the other changes then do not count.
  public var restoredVersion: VersionNumber?
  /// The sections of the version that is being restored, in place of all that there are; nil where sections are merged.
  /// Never part of what a caller asks for.
  var restoredSections: AdditionalSections?

  /// No change.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case phaseName = "phase_name"
    case objectives, scope, dependencies, deliverables
    case clearedFields = "clear_fields"
    case additionalSections = "additional_sections"
    case removedSections = "remove_sections"
    case edits
    case restoredVersion = "restore_version"
    case specStatus = "spec_status"
  }

  /// Reads the fields from one object, the flexible ones beside the others.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    phaseName = try container.decodeIfPresent(Name.self, forKey: .phaseName)
    objectives = try container.decodeIfPresent(Text.self, forKey: .objectives)
    scope = try container.decodeIfPresent(Text.self, forKey: .scope)
    dependencies = try container.decodeIfPresent(Text.self, forKey: .dependencies)
    deliverables = try container.decodeIfPresent(Text.self, forKey: .deliverables)
    flexible = try FlexibleFields(from: decoder)
    clearedFields = try container.decodeIfPresent(ValueList<FlexibleFieldName>.self, forKey: .clearedFields)
    additionalSections = try container.decodeIfPresent(AdditionalSections.self, forKey: .additionalSections)
    removedSections = try container.decodeIfPresent(ValueList<Name>.self, forKey: .removedSections)
    edits = try container.decodeIfPresent(SpecEdits.self, forKey: .edits)
    specStatus = try container.decodeIfPresent(SpecStatus.self, forKey: .specStatus)
    restoredVersion = try container.decodeIfPresent(VersionNumber.self, forKey: .restoredVersion)
  }

  /// Writes the fields into one object, the flexible ones beside the others.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(phaseName, forKey: .phaseName)
    try container.encodeIfPresent(objectives, forKey: .objectives)
    try container.encodeIfPresent(scope, forKey: .scope)
    try container.encodeIfPresent(dependencies, forKey: .dependencies)
    try container.encodeIfPresent(deliverables, forKey: .deliverables)
    try flexible.encode(to: encoder)
    try container.encodeIfPresent(clearedFields, forKey: .clearedFields)
    try container.encodeIfPresent(additionalSections, forKey: .additionalSections)
    try container.encodeIfPresent(removedSections, forKey: .removedSections)
    try container.encodeIfPresent(edits, forKey: .edits)
    try container.encodeIfPresent(specStatus, forKey: .specStatus)
    try container.encodeIfPresent(restoredVersion, forKey: .restoredVersion)
  }

  /// The changes with their texts as documents hold them.
  var normalized: SpecChanges {
    var changes = self
    changes.objectives = objectives?.normalized
    changes.scope = scope?.normalized
    changes.dependencies = dependencies?.normalized
    changes.deliverables = deliverables?.normalized
    changes.flexible = flexible.normalized
    changes.additionalSections = additionalSections?.normalized
    changes.edits = edits.map { SpecEdits($0.values.map(\.normalized)) }
    return changes
  }

  /// The texts asked for the frozen fields, in the order of `FrozenFields.all`.
  private var frozen: [Text?] { [objectives, scope, dependencies, deliverables] }

  /// The frozen fields of `spec` that these changes would change.
  func violations(against spec: Spec) -> [Violation] {
    zip(frozen, FrozenFields.all).compactMap { asked, field in
      guard let new = asked, new.value.frozenForm != spec.frozen[keyPath: field.path].value.frozenForm else {
        return nil
      }
      return Violation(
        path: field.name, problem: "frozen at creation", allowed: "the stored text, or leave it out",
        got: JSONValue.string(new.value).abbreviated)
    }
  }
}
