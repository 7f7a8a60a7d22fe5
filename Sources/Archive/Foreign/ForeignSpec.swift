// ForeignSpec: a spec made from the files of one folder of another system.

import Documents
import Models

/// Collects the texts of a spec. What has no place is told.
struct ForeignSpec {
  let phaseName: String
  private var texts: [String: String] = [:]
  private var sections = AdditionalSections()

  static let notStated = "Not stated in the imported documents."

  init(phaseName: String) { self.phaseName = phaseName }

  // MARK: Taking files

  /// Takes a file; returns where its parts went, and what found no place.
  mutating func take(
    _ text: String, of file: String, by fields: [String: String]
  ) -> (places: [String], losses: [String]) {
    var (places, losses): ([String], [String]) = ([], [])
    guard file.hasSuffix(".md") else {
      put(Self.fenced(text), named: file, in: nil, &places, &losses)
      return (places, losses)
    }
    if let field = fields[file] {
      put(text.normalizedForDocument, named: file, in: field, &places, &losses)
      return (places, losses)
    }
    let document = ForeignDocument(text)
    for part in document.parts where !part.heading.isEmpty || !part.text.isBlank {
      let name = part.heading.isEmpty ? file : "\(file): \(part.heading)"
      put(part.text, named: name, in: fields[name.dropping(suffix: " *(mandatory)*")], &places, &losses)
    }
    if let line = document.unreadFrom { losses.append("everything from line \(line), a block that is too long") }
    return (places, losses)
  }

  /// Puts a text into its field where that is free, else into a section of its own.
  private mutating func put(
    _ text: String, named name: String, in field: String?, _ places: inout [String], _ losses: inout [String]
  ) {
    if case .failure(let violation) = FlexibleText.check(text) { return losses.append("\(name): \(violation.problem)") }
    if let field, texts[field] == nil, !text.isBlank {
      texts[field] = text
      return places.append("\(name) → \(field)")
    }
    var free = name
    var number = 1
    while sections[Name(trusted: free)] != nil {
      number += 1
      free = "\(name) (\(number))"
    }
    if case .failure(let violation) = Name.checkNew(free) { return losses.append("\(name): name \(violation.problem)") }
    guard sections.sections.count < AdditionalSections.maximumCount else {
      return losses.append("\(name): more than \(AdditionalSections.maximumCount) sections")
    }
    sections[Name(trusted: free)] = FlexibleText(trusted: text)
    places.append("\(free) → section")
  }

  /// A text between fences that are longer than any in it.
  private static func fenced(_ text: String) -> String {
    let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\n\(text.normalizedForDocument)\n\(fence)"
  }

  // MARK: The spec

  /// The frozen fields that no file states.
  var unstated: [String] { FrozenFields.all.map(\.name).filter { texts[$0] == nil } }

  /// The spec as a caller would create it; nil for a name of which nothing is left.
  func draft(in project: Name) -> SpecDraft? {
    let frozen = { (name: String) in Text(trusted: texts[name] ?? Self.notStated) }
    var flexible = FlexibleFields()
    for field in FlexibleFields.all {
      flexible[keyPath: field.path] = texts[field.name].map(FlexibleText.init(trusted:))
    }
    return SpecDraft(
      projectName: project, phaseName: Name(trusted: phaseName),
      frozen: FrozenFields(
        objectives: frozen("objectives"), scope: frozen("scope"), dependencies: frozen("dependencies"),
        deliverables: frozen("deliverables")),
      flexible: flexible, additionalSections: sections)
  }
}

extension String {
  fileprivate var isBlank: Bool { utf8.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }
  fileprivate func dropping(suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
