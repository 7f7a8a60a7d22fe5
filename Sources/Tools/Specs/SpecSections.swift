// SpecSections: the parts of a spec that a caller asked for.

import JSON
import Models

/// A choice of a spec's fields and additional sections.
struct SpecSections: Sendable {
  /// The fields that can be chosen; what identifies and dates a spec is always there.
  static let fieldNames =
    FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name) + [additionalSections]
  static let additionalSections = "additional_sections"

  private let names: Set<String>

  init(_ names: [Text]) { self.names = Set(names.map(\.value)) }

  /// True for a field by its name.
  func includes(field: String) -> Bool { names.contains(field) }

  /// True for an additional section by its own name, or where all of them were asked for.
  func includes(section: Name) -> Bool { names.contains(Self.additionalSections) || names.contains(section.value) }

  /// - Throws: `invalid_input` naming every section that the spec does not have, once with those that it has.
  func check(against spec: Spec) throws(Failure) {
    let known = Self.fieldNames + spec.additionalSections.sorted.map(\.name.value)
    let unknown = names.filter { !known.contains($0) }.sorted()
    guard unknown.isEmpty else {
      let got = unknown.map { JSONValue.string($0).abbreviated }.joined(separator: ", ")
      throw Failure.invalidArguments([
        Violation(path: "sections", problem: "no such section", allowed: known.joined(separator: ", "), got: got)
      ])
    }
  }

  /// The spec's JSON without the fields and sections that were not asked for.
  func select(from spec: JSONValue) -> JSONValue {
    let members = spec.objectValue?.members ?? []
    return .object(JSONObject(members.compactMap(select)))
  }

  private func select(_ member: JSONObject.Member) -> JSONObject.Member? {
    guard Self.fieldNames.contains(member.key), !includes(field: member.key) else { return member }
    guard member.key == Self.additionalSections else { return nil }
    let sections = (member.value.objectValue?.members ?? []).filter { includes(section: Name(trusted: $0.key)) }
    return sections.isEmpty ? nil : JSONObject.Member(key: member.key, value: .object(JSONObject(sections)))
  }
}
