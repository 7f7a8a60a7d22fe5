// DocumentForm: the parts of a kind of document: its titles, headings, and the arguments that they stand for.

import JSON
import Models

/// A kind of document.
package struct DocumentForm: Sendable {
  /// The part of a document that a heading stands for.
  enum Part: Hashable, Sendable {
    /// The text of the argument of that name.
    case field(String)
    /// A heading above fields, without a text of its own.
    case chapter(String)
    case metadata
    /// Lines of what is stored elsewhere, which the server writes for readers.
    case list
    /// Anything else.
    case other
  }

  /// The words before a name in the title; the first one is written.
  let kinds: [String]
  /// The words of titles of whole specs, which may stand behind the document.
  var foreignKinds: [String] = []
  /// The argument that the name in the title stands for.
  package let nameArgument: String
  /// The argument that the status stands for, and its values.
  package let statusArgument: String
  let statuses: any Choice.Type
  /// The argument that further sections stand for; nil where there may be none.
  package var sectionsArgument: String?
  /// The words that a heading may begin with or not.
  let optionalWords: Set<String>
  /// The headings of a document with all that it needs.
  package let skeleton: String
  private let parts: [HeadingKey: Part]
  /// The fields' headings by their names.
  package let titles: [String: String]

  static let metadata = "Metadata"

  init(
    kinds: [String], nameArgument: String, statusArgument: String, statuses: any Choice.Type,
    optionalWords: Set<String> = [], fields: [(name: String, title: String)], chapters: [String], lists: [String] = [],
    skeleton: String
  ) {
    self.kinds = kinds
    self.nameArgument = nameArgument
    self.statusArgument = statusArgument
    self.statuses = statuses
    self.optionalWords = optionalWords
    self.skeleton = skeleton
    titles = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.title) })
    var parts: [HeadingKey: Part] = [HeadingKey(Self.metadata): .metadata]
    for list in lists { parts[HeadingKey(list).dropping(optionalWords)] = .list }
    for chapter in chapters {
      let key = HeadingKey(chapter).dropping(optionalWords)
      parts[key] = .chapter(key.text)
    }
    for field in fields { parts[HeadingKey(field.title).dropping(optionalWords)] = .field(field.name) }
    self.parts = parts
  }

  /// Reads a document of this form; docs/contract.md, "Documents".
  package func read(_ markdown: String) -> DocumentReading { DocumentReader.read(markdown, as: self) }

  // MARK: Headings

  /// The part that a heading of the second or third level stands for. Chapters and what the server writes are of the
  /// second.
  func part(_ level: Int, _ title: String) -> Part {
    // A backslash keeps a section's name from being taken for a part.
    guard title.utf8.first != UInt8(ascii: "\\"), let part = part(named: title) else { return .other }
    if case .field = part { return part }
    return level == 2 ? part : .other
  }

  private func part(named title: String) -> Part? { parts[HeadingKey(title).dropping(optionalWords)] }

  /// True for a heading that begins a section below one of the `last` level. Below a field of the third level every
  /// heading of that level does.
  func isStructure(_ level: Int, _ title: String, after last: Int) -> Bool {
    if level != 3 { return level < 3 }
    if last == 3 { return true }
    if case .field = part(level, title) { return true }
    return false
  }

  /// The form of a text below a heading of that level.
  func text(below level: Int) -> MarkdownText { MarkdownText { isStructure($0, $1, after: level) } }

  /// A heading's words as they are written: with `#` behind those that end with one, so that it stays.
  static func written(_ words: String) -> String {
    let hashes = words.utf8.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    let before = words.utf8.dropLast(hashes).last
    return hashes > 0 && before.map(MarkdownLine.isBlank) ?? true ? words + " #" : words
  }

  /// A text below a heading; nothing for an empty one.
  static func paragraphs(_ form: MarkdownText, _ text: String) -> [String] {
    text.isEmpty ? [] : [form.escape(text)]
  }

  /// True for words that without their backslashes stand for a part of the document.
  func isTaken(_ words: String) -> Bool {
    part(named: String(decoding: words.utf8.drop { $0 == UInt8(ascii: "\\") }, as: UTF8.self)) != nil
  }

  // MARK: Titles

  /// The name in a title; nil for a kind alone.
  package func name(in title: String) -> String? {
    if kinds.contains(where: { HeadingKey($0) == HeadingKey(title) }) && !title.utf8.contains(UInt8(ascii: ":")) {
      return nil
    }
    return Self.name(in: title, after: kinds) ?? title
  }

  /// True for the title of a whole spec.
  func isForeign(_ title: String) -> Bool { Self.name(in: title, after: foreignKinds) != nil }

  private static func name(in title: String, after kinds: [String]) -> String? {
    guard let colon = title.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let kind = String(title[..<colon]).lowercased()
    guard kinds.contains(where: { $0.lowercased() == kind }) else { return nil }
    let rest = title.utf8[colon...].dropFirst().drop(while: MarkdownLine.isBlank)
    return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
  }

  // MARK: Status

  /// The status that a value means, in any spelling; another value as it is, for its own violation; nil for one that
  /// counts as none.
  func meantStatus(_ value: String) -> String? { statuses.meant(by: .string(value))?.stringValue }

  /// The status that a value means, in any spelling; nil for another value.
  func status(_ value: String) -> String? { meantStatus(value).flatMap { statuses.names.contains($0) ? $0 : nil } }
}

extension Choice {
  fileprivate static var names: [String] { allCases.map(\.rawValue) }
}
