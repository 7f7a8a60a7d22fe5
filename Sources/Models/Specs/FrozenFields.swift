// FrozenFields: the part of a spec that is set at creation and never changes.

/// The texts of a spec that are set at creation and never change afterwards; docs/contract.md, "Frozen fields,
/// versions".
public struct FrozenFields: FieldGroup {
  /// The aims of the phase.
  public internal(set) var objectives: Text
  /// The things that belong to it, and those that do not.
  public internal(set) var scope: Text
  /// The phases and things that it builds upon.
  public internal(set) var dependencies: Text
  /// The results that it hands over.
  public internal(set) var deliverables: Text

  /// The promises of a new spec.
  public init(objectives: Text, scope: Text, dependencies: Text, deliverables: Text) {
    self.objectives = objectives
    self.scope = scope
    self.dependencies = dependencies
    self.deliverables = deliverables
  }

  /// The fields in the order of docs/contract.md, "Tables", with their headings in documents.
  public static let all: [Field<FrozenFields, Text>] = [
    Field("objectives", title: "Objectives", \.objectives),
    Field("scope", title: "Scope", \.scope),
    Field("dependencies", title: "Dependencies", \.dependencies),
    Field("deliverables", title: "Deliverables", \.deliverables),
  ]
}

extension String {
  /// The bytes by which frozen texts are compared: without blanks, spaces and tabs, at the ends of lines, and without
  /// blank lines at the beginning and the end; docs/contract.md, "Frozen fields, versions".
  var frozenForm: [UInt8] {
    let blanks: [UInt8] = [0x20, 0x09]
    let lines = utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
      line.prefix(upTo: line.lastIndex { !blanks.contains($0) }.map { line.index(after: $0) } ?? line.startIndex)
    }
    guard let first = lines.firstIndex(where: { !$0.isEmpty }), let last = lines.lastIndex(where: { !$0.isEmpty })
    else { return [] }
    return Array(lines[first...last].joined(separator: [0x0A]))
  }
}
