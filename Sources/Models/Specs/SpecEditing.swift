// SpecEditing: edits made one after the other on the texts of a spec.

import JSON

/// A spec while edits change its texts. All edits count or none: the spec is of use only where nothing was refused.
struct SpecEditing {
  /// The spec with the edits so far, their texts as documents hold them.
  private(set) var spec: Spec
  /// The edits that would change a frozen field.
  private(set) var frozenViolations: [Violation] = []
  /// The edits that do not fit the texts. Of each text the first alone: those behind it may have built on it.
  private(set) var violations: [Violation] = []
  private var refused: Set<Name> = []

  /// The closest lines are looked for in so many texts alone: each of them may be long.
  private static let maximumClosestLines = 3

  init(_ spec: Spec) { self.spec = spec }

  /// Makes the edit that stands at `index` of the caller's list.
  mutating func make(_ edit: SpecEdit, at index: Int) {
    guard !refused.contains(edit.field) else { return }
    let path = "edits[\(index)]"
    if let field = FrozenFields.all.first(where: { $0.name == edit.field.value }) {
      let text = spec.frozen[keyPath: field.path].value
      if edit.made(in: text)?.frozenForm != text.frozenForm { frozenViolations.append(edit.isFrozen(path)) }
    } else if let text = text(of: edit.field) {
      make(edit, in: text, path)
    } else {
      refuse(edit, noText(path, edit.field))
    }
  }

  private mutating func make(_ edit: SpecEdit, in text: String, _ path: String) {
    guard let new = edit.made(in: text) else {
      let isShown = violations.count < Self.maximumClosestLines
      return refuse(edit, edit.doesNotFit(text, path, showingClosestLine: isShown))
    }
    guard case .failure(let violation) = FlexibleText.check(new) else { return set(new, edit.field) }
    refuse(
      edit,
      Violation(
        path: path + ".new_text", problem: "makes the text \(violation.problem)", allowed: FlexibleText.allowed,
        got: JSONValue.string(edit.newText.value).abbreviated))
  }

  private mutating func refuse(_ edit: SpecEdit, _ violation: Violation) {
    refused.insert(edit.field)
    violations.append(violation)
  }

  /// The text of a field that edits may change, empty where it is unset, or of a section; nil where neither is there.
  private func text(of field: Name) -> String? {
    if let flexible = Self.flexibleField(field) { return spec.flexible[keyPath: flexible.path]?.value ?? "" }
    return spec.additionalSections[field]?.value
  }

  /// Puts in a new text; where nothing is left the field is unset, the section removed.
  private mutating func set(_ text: String, _ field: Name) {
    let normalized = FlexibleText(trusted: text.normalizedForDocument)
    let new = normalized.value.isEmpty ? nil : normalized
    if let flexible = Self.flexibleField(field) {
      spec.flexible[keyPath: flexible.path] = new
    } else {
      spec.additionalSections[field] = new
    }
  }

  private static func flexibleField(_ name: Name) -> Field<FlexibleFields, FlexibleText?>? {
    FlexibleFields.all.first { $0.name == name.value }
  }

  private func noText(_ path: String, _ field: Name) -> Violation {
    let known = FlexibleFields.all.map(\.name) + spec.additionalSections.names.map(\.value)
    let closest = ClosestNames.find(to: field.value, among: known)
    let question = closest.isEmpty ? "" : ", did you mean \(closest.joined(separator: " or "))?"
    return Violation(
      path: path + ".field", problem: "no such field or additional section" + question,
      allowed: known.joined(separator: ", "), got: JSONValue.string(field.value).abbreviated)
  }
}

extension SpecEdit {
  /// The text with the edit made: as it is where the edit is there already, that is, where the old passage does not occur
  /// and the new one occurs exactly once. Nil where the edit does not fit.
  fileprivate func made(in text: String) -> String? {
    let place = text.occurrences(of: oldText.value)
    if place.count == 1 { return text.replacing(oldText.value, at: place.first, by: newText.value) }
    let isThere = place.count == 0 && !newText.value.isEmpty && text.occurrences(of: newText.value).count == 1
    return isThere ? text : nil
  }

  fileprivate func isFrozen(_ path: String) -> Violation {
    Violation(
      path: path + ".field", problem: "frozen at creation", allowed: "a flexible field or an additional section",
      got: JSONValue.string(field.value).abbreviated)
  }

  fileprivate func doesNotFit(_ text: String, _ path: String, showingClosestLine isShown: Bool) -> Violation {
    let count = text.occurrences(of: oldText.value).count
    var allowed = "a passage that occurs exactly once"
    if text.isEmpty {
      allowed = "the field is unset: set it whole"
    } else if count == 0, isShown, let line = ClosestLine.find(to: oldText.value, in: text) {
      allowed += "; the closest line is \(JSONValue.string(line).abbreviated(to: 200))"
    } else if count > 1 {
      allowed += ": give more of the text around it"
    }
    return Violation(
      path: path + ".old_text", problem: "occurs \(count) times in \(field.value)", allowed: allowed,
      got: JSONValue.string(oldText.value).abbreviated)
  }
}
