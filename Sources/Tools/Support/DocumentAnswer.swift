// DocumentAnswer: a document as an answer: whole, some sections of it, or some lines with the outline of the rest.

import Documents
import JSON
import Models

/// Makes the answer of a tool that gives a document; docs/contract.md, "Budgets".
struct DocumentAnswer {
  let form: DocumentForm
  let request: PartRequest
  let budget: AnswerBudget

  /// - Parameters:
  ///   - model: the fields, and what names and dates the document.
  ///   - markdown: the whole document.
  /// - Throws: `invalid_input` for a section or a line that the document does not have.
  func make(_ model: some Encodable, markdown: String) throws -> Answer {
    guard let sections = request.sections else {
      if !request.hasLines && TextPart.isWhole(markdown) {
        let json = try JSONModelEncoder.encode(model)
        if json.count <= budget.bytes { return Answer(json: json, text: Array(markdown.utf8)) }
      }
      return try part(of: DocumentParts(markdown, form: form), try tree(model))
    }
    let whole = DocumentParts(markdown, form: form)
    let chosen: Set<String>
    switch whole.choose(sections.values.map(\.value)) {
    case .success(let names): chosen = names
    case .failure(let violations): throw Failure.invalidArguments(violations.list)
    }
    let text = whole.narrowed(to: chosen)
    let object = whole.narrowed(try tree(model), to: chosen)
    if !request.hasLines && TextPart.isWhole(text) {
      let json = JSONValue.object(object).serialized
      if json.count <= budget.bytes { return Answer(json: json, text: Array(text.utf8)) }
    }
    return try part(of: DocumentParts(text, form: form), object)
  }

  private func tree(_ model: some Encodable) throws -> JSONObject {
    try JSONModelEncoder.tree(model).objectValue ?? JSONObject()
  }

  // MARK: Parts

  /// A section's place in the document.
  private struct OutlineEntry: Codable {
    let section: String
    let firstLine: Int
    let lines: Int
    let characters: Int

    enum CodingKeys: String, CodingKey {
      case section
      case firstLine = "first_line"
      case lines, characters
    }
  }

  private func part(of document: DocumentParts, _ model: JSONObject) throws -> Answer {
    let lines = TextLines(document.bytes)
    let outline = request.startLine == nil ? try self.outline(of: document, lines) : nil
    var object = document.withoutTexts(model)
    if let outline { object["outline"] = try JSONModelEncoder.tree(outline) }
    let room = budget.bytes - JSONValue.object(object).serialized.count - 1_024
    let part = try TextPart(lines, request, room: room)
    for member in try JSONModelEncoder.tree(part).objectValue?.members ?? [] { object[member.key] = member.value }
    let text = [part.note, outline.map(table), part.text].compactMap { $0 }.joined(separator: "\n\n")
    return Answer(json: JSONValue.object(object).serialized, text: Array(text.utf8))
  }

  /// The sections with their places; of very many long names the first.
  private func outline(of document: DocumentParts, _ lines: TextLines) throws -> [OutlineEntry] {
    let entries = document.sections.map { section in
      let first = lines.number(at: section.range.lowerBound)
      return OutlineEntry(
        section: section.name, firstLine: first,
        lines: lines.number(at: max(section.range.lowerBound, section.range.upperBound - 1)) - first + 1,
        characters: document.bytes[section.range].count { $0 & 0xC0 != 0x80 })
    }
    return Array(entries.prefix(try budget.count(of: entries, within: budget.bytes / 4)))
  }

  private func table(_ outline: [OutlineEntry]) -> String {
    let rows = outline.map {
      "- \($0.section): from line \($0.firstLine), \($0.lines) lines, \($0.characters) characters"
    }
    return "Sections, which the argument sections gives alone:\n" + rows.joined(separator: "\n") + "\n\n---"
  }
}
