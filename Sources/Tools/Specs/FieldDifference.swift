// FieldDifference: the difference of one field between two versions of a spec.

import Models

/// The difference of one field between two versions.
struct FieldDifference: Codable, Sendable, Equatable {
  /// The field's name; `additional_sections.NAME` for an additional section.
  let field: String
  /// The older text; nil where the field was unset.
  let from: String?
  let to: String?
  /// A unified diff of the lines.
  let diff: String

  private init(_ field: String, _ from: String?, _ to: String?) {
    self.field = field
    self.from = from
    self.to = to
    diff = LineDiff(from: from ?? "", to: to ?? "").unified
  }

  /// The differences, in the order of the fields in docs/contract.md, "Tables".
  static func between(_ old: Spec, _ new: Spec) -> [FieldDifference] {
    let (oldSections, newSections) = (old.additionalSections, new.additionalSections)
    let names = oldSections.names.filter { newSections[$0] == nil } + newSections.names
    var fields: [(name: String, from: String?, to: String?)] = [
      ("phase_name", old.phaseName.value, new.phaseName.value)
    ]
    fields += FlexibleFields.all.map {
      ($0.name, old.flexible[keyPath: $0.path]?.value, new.flexible[keyPath: $0.path]?.value)
    }
    fields += names.map {
      ("additional_sections.\($0)", oldSections[$0]?.value, newSections[$0]?.value)
    }
    fields.append(("spec_status", old.specStatus.rawValue, new.specStatus.rawValue))
    return fields.filter { !isSame($0.from, $0.to) }.map { FieldDifference($0.name, $0.from, $0.to) }
  }

  /// Byte by byte, as the state compares.
  private static func isSame(_ left: String?, _ right: String?) -> Bool {
    left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
  }
}
