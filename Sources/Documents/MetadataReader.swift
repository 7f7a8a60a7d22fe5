// MetadataReader: the chapters that the server writes itself, read: the status counts, the rest is known or refused.

import JSON
import Models

/// Reads the lines of the metadata: `- Status: draft`, `**Status:** draft`, or `### Status` with the value below it.
struct MetadataReader {
  /// What the server writes there, or respec-ai: of no account, for the store knows better.
  private static let ignored = Set(
    [
      "created", "created at", "creation date", "updated", "updated at", "last updated", "iteration", "version", "id",
      "spec id", "project", "project name", "plan", "plan name", "spec", "spec name", "phase", "phase name",
      "spec count", "phase count",
    ].map { HeadingKey($0) })
  private static let statuses = Set(
    ["status", "spec status", "phase status", "roadmap status", "project status", "plan status"].map { HeadingKey($0) })

  private let form: DocumentForm
  /// The key that a heading gave, for the next line.
  private var key: HeadingKey?
  /// True below a heading that was refused, and so is what it stands above.
  private var isInRefused = false

  static func read(_ section: MarkdownSection, as form: DocumentForm, into reading: inout DocumentReading) {
    var reader = MetadataReader(form: form)
    section.forEachLine { line, number in
      guard !line.isBlank, !line.isAcross else { return }
      reader.take(line, number, into: &reading)
    }
  }

  private init(form: DocumentForm) { self.form = form }

  private mutating func take(_ line: MarkdownLine, _ number: Int, into reading: inout DocumentReading) {
    if let heading = line.heading {
      let key = HeadingKey(heading.title)
      isInRefused = !Self.ignored.contains(key) && !Self.statuses.contains(key)
      self.key = isInRefused ? nil : key
      if isInRefused { refuse(line, number, into: &reading) }
    } else if isInRefused {
      return
    } else if let key {
      self.key = nil
      take(key, Self.plain(line.content), line, number, into: &reading)
    } else {
      let plain = Self.plain(line.content)
      guard let colon = plain.firstIndex(of: ":") else { return refuse(line, number, into: &reading) }
      take(
        HeadingKey(String(plain[..<colon])), String(plain[plain.index(after: colon)...]), line, number, into: &reading)
    }
  }

  private func take(
    _ key: HeadingKey, _ value: String, _ line: MarkdownLine, _ number: Int, into reading: inout DocumentReading
  ) {
    if Self.ignored.contains(key) { return }
    guard Self.statuses.contains(key) else { return refuse(line, number, into: &reading) }
    guard let status = form.meantStatus(String(value.drop { $0 == " " || $0 == "\t" })) else {
      return reading.refuse(line: number, "no status", allowed: form.statuses.allowed, got: line.text)
    }
    if let other = reading.arguments[form.statusArgument], other != .string(status),
      let first = reading.lines[form.statusArgument]
    {
      return reading.refuse(
        line: number, "another status than in line \(first)", allowed: "one status", got: line.text)
    }
    reading.set(form.statusArgument, status, line: number)
  }

  private func refuse(_ line: MarkdownLine, _ number: Int, into reading: inout DocumentReading) {
    reading.refuse(
      line: number, "no metadata of this document", allowed: "Status; other text under a heading of its own",
      got: line.text)
  }

  /// A line without the marks of a list item, of emphasis and of code.
  private static func plain(_ content: ArraySlice<UInt8>) -> String {
    var line = MarkdownLine.trim(content)
    if let mark = line.first, "-*+".utf8.contains(mark), line.dropFirst().first.map(MarkdownLine.isBlank) ?? false {
      line = line.dropFirst()
    }
    let plain = line.filter { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "`") }
    return String(decoding: MarkdownLine.trim(plain[...]), as: UTF8.self)
  }
}

/// Reads the chapter on specs that the server writes into a roadmap: a line for each spec.
enum ListChapter {
  static func read(_ section: MarkdownSection, into reading: inout DocumentReading) {
    var isRefused = false
    section.forEachLine { line, number in
      guard !isRefused, !line.isBlank, !line.isAcross, !isOwn(line.text) else { return }
      // The first line that is another says it for all below it.
      isRefused = true
      reading.refuse(
        line: number, "text in a chapter that the server writes",
        allowed: "lines such as \"- user-login (draft, version 1)\"; call create_spec for each spec", got: line.text)
    }
  }

  /// True for a line `- name (status, version 3)`.
  private static func isOwn(_ line: String) -> Bool {
    guard line.utf8.starts(with: "- ".utf8), line.utf8.last == UInt8(ascii: ")"),
      let open = line.lastIndex(of: "(")
    else { return false }
    let parts = line[line.index(after: open)...].dropLast().split(separator: ",")
    guard parts.count == 2, SpecStatus(rawValue: String(parts[0])) != nil else { return false }
    return parts[1].hasPrefix(" version ") && Int(parts[1].dropFirst(" version ".count)) != nil
  }
}
