// SpecSections: the parts of a spec that a document holds.

import JSON
import Models

/// A choice of a spec's fields and additional sections.
package struct SpecSections: Sendable {
  /// The fields that can be chosen; what identifies and dates a spec is always there.
  package static let fieldNames =
    FrozenFields.all.map(\.name) + FlexibleFields.all.map(\.name) + [additionalSections]
  /// The name that stands for all additional sections.
  package static let additionalSections = "additional_sections"

  private let names: Set<String>

  /// A choice by names, known or not: `violations` tells the unknown ones.
  ///
  /// - Parameter names: fields and additional sections by their names.
  package init(_ names: [Text]) { self.names = Set(names.map(\.value)) }

  /// True for a field by its name.
  func includes(field: String) -> Bool { names.contains(field) }

  /// True for an additional section by its own name, or where all of them were asked for.
  func includes(section: Name) -> Bool { names.contains(Self.additionalSections) || names.contains(section.value) }

  /// One violation that names every section that the spec does not have, with those that it has; none where it has all.
  package func violations(against spec: Spec) -> [Violation] {
    let known = Self.fieldNames + spec.additionalSections.names.map(\.value)
    let unknown = names.filter { !known.contains($0) }.sorted()
    if unknown.isEmpty { return [] }
    let got = unknown.map { JSONValue.string($0).abbreviated }.joined(separator: ", ")
    return [Violation(path: "sections", problem: "no such section", allowed: known.joined(separator: ", "), got: got)]
  }

  /// The spec's JSON without the fields and sections that were not asked for.
  package func select(from spec: JSONValue) -> JSONValue {
    let members = spec.objectValue?.members ?? []
    return .object(JSONObject(members.compactMap(select)))
  }

  private func select(_ member: JSONObject.Member) -> JSONObject.Member? {
    guard Self.fieldNames.contains(member.key), !includes(field: member.key) else { return member }
    guard member.key == Self.additionalSections else { return nil }
    let sections = (member.value.arrayValue ?? []).filter { section in
      section["name"]?.stringValue.map { includes(section: Name(trusted: $0)) } ?? false
    }
    return sections.isEmpty ? nil : JSONObject.Member(key: member.key, value: .array(sections))
  }
}
