// The columns of specs and their versions.

import Models
import SQLite
import State

extension Spec {
  static let columns = Columns(
    Column("id", \Spec.id), Column("project_name", \.projectName), Column("spec_name", \.specName),
    Column("phase_name", \.phaseName), Column(fields: \.frozen), Column(flexible: \.flexible),
    Column(json: "additional_sections", \.additionalSections), Column("iteration", \.iteration),
    Column("version", \.version), Column("spec_status", \.specStatus), Column("created_at", \.createdAt),
    Column("updated_at", \.updatedAt),
    make: Spec.init(
      id:projectName:specName:phaseName:frozen:flexible:additionalSections:iteration:version:specStatus:createdAt:
      updatedAt:))
}

extension ArchivedSpec {
  static let columns = Columns(
    Column(Spec.columns, \ArchivedSpec.spec), Column(json: "changed_fields", \.changedFields), make: ArchivedSpec.init)
}

extension SpecSummary {
  /// The columns of technical_specs in a summary.
  static let columns = Columns(
    Column("spec_name", \SpecSummary.specName), Column("phase_name", \.phaseName), Column("spec_status", \.specStatus),
    Column("iteration", \.iteration), Column("version", \.version), Column("updated_at", \.updatedAt)
  ) { SpecSummary(specName: $0, phaseName: $1, specStatus: $2, iteration: $3, version: $4, updatedAt: $5) }
}

extension SpecVersion {
  /// The columns of technical_specs and technical_spec_versions in a list of versions.
  static let columns = Columns(
    Column("version", \SpecVersion.version), Column("iteration", \.iteration),
    Column(json: "changed_fields", \.changedFields), Column("updated_at", \.createdAt), make: SpecVersion.init)
}
