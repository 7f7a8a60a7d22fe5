// SpecSections: the names by which the parts of a spec are asked for.

import Models

/// The parts of a spec that a caller may ask for or give.
package enum SpecSections {
  /// The fields, and the name of all additional sections; what identifies and dates a spec is no part.
  package static let fieldNames =
    FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name) + [additionalSections]
  /// The name that stands for all additional sections.
  package static let additionalSections = "additional_sections"
}
