// ChangeTargets: the fields and sections that a call would change, each in one way only.

import JSON
import Models

/// Finds the fields and sections that one call changes in two ways.
struct ChangeTargets {
  private enum Target: Hashable {
    case field(String)
    case section(String)
  }

  /// The ways by target, both in the order of the arguments.
  private var ways: [(target: Target, way: String)] = []

  /// The targets of arguments as they are meant; what is not as its type wants it, or too much, is passed over.
  ///
  /// - Parameters:
  ///   - fields: the names of all fields.
  ///   - clearable: gives the field that a name in clear_fields means; nil for none.
  init(_ arguments: JSONObject, fields: Set<String>, clearable: (String) -> String?) {
    for name in arguments.keys where fields.contains(name) { add(.field(name), "set") }
    let sections = arguments["additional_sections"]?.objectValue?.keys ?? []
    for name in sections.prefix(AdditionalSections.maximumCount) { add(section: name, "set") }
    for name in Self.strings(arguments["clear_fields"]) {
      if let field = clearable(name) { add(.field(field), "cleared") }
    }
    for name in Self.strings(arguments["remove_sections"]) { add(section: name, "removed") }
    for edit in (arguments["edits"]?.arrayValue ?? []).prefix(SpecEdits.maximumCount) {
      guard let field = edit["field"]?.stringValue, case .success(let name) = Name.check(field) else { continue }
      if fields.contains(name) { add(.field(name), "edited") } else { add(.section(name), "edited") }
    }
  }

  private static func strings(_ list: JSONValue?) -> [String] {
    (list?.arrayValue ?? []).prefix(TextList.maximumCount).compactMap(\.stringValue)
  }

  private mutating func add(section name: String, _ way: String) {
    if case .success(let name) = Name.check(name) { add(.section(name), way) }
  }

  private mutating func add(_ target: Target, _ way: String) {
    if !ways.contains(where: { $0 == (target, way) }) { ways.append((target, way)) }
  }

  /// One for each target with more than one way.
  var violations: [Violation] {
    Dictionary(grouping: ways.enumerated(), by: \.element.target).values
      .filter { $0.count > 1 }.sorted { $0[0].offset < $1[0].offset }
      .map { entries in
        let all = entries.map(\.element.way).joined(separator: " and ")
        return Violation(
          path: Self.path(of: entries[0].element.target), problem: "\(all) in one call", allowed: "one of them",
          got: "both")
      }
  }

  private static func path(of target: Target) -> String {
    switch target {
    case .field(let name): name
    case .section(let name): "additional_sections.\(JSONValue.string(name).abbreviated)"
    }
  }
}
