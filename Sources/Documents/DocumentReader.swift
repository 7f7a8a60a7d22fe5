// DocumentReader: reads a document into the arguments that would have said the same. Nothing is dropped: what stands for
// no argument is an additional section, or is refused with its line.

import JSON
import Models

/// Reads one document of a form.
struct DocumentReader {
  private let form: DocumentForm
  private let bytes: [UInt8]
  private var reading = DocumentReading()
  private var isTitled = false
  /// True behind the title of a whole spec, which is refused as one.
  private var isInForeign = false
  private var listsAllowed = true
  /// The names that headings give, so that no name of ours is one of them.
  private var names: Set<SectionKey> = []
  private var headings: SectionHeadings

  /// The name of the section for text before the title.
  private static let preface = "Preface"
  /// The name of the section for text below the title.
  private static let introduction = "Introduction"

  private init(_ form: DocumentForm, _ markdown: String) {
    self.form = form
    headings = SectionHeadings(form)
    // A file may begin with a byte order mark.
    let text = markdown.dropping("\u{feff}") ?? markdown
    bytes = Array(text.normalizedForDocument.utf8)
  }

  static func read(_ markdown: String, as form: DocumentForm) -> DocumentReading {
    // Blank lines at the beginning are no part of a text, but they count.
    var reader = DocumentReader(form, markdown)
    reader.read(firstLine: 1 + markdown.leadingLineFeeds)
    return reader.reading
  }

  private mutating func read(firstLine: Int) {
    let front = FrontMatter(bytes, firstLine: firstLine)
    let outline = MarkdownOutline(
      bytes, from: front?.end.offset ?? 0, line: front?.end.line ?? firstLine,
      isStructure: { form.isStructure($0, $1, after: $2.level) })
    for section in outline.sections where names.count <= 2 * AdditionalSections.maximumCount {
      names.insert(SectionKey(section.title))
    }
    if let front { take(front) }
    for section in outline.sections { take(section) }
    if let front, !isTitled, let title = front.title { reading.set(form.nameArgument, title, line: firstLine) }
    if let line = outline.oversized {
      reading.refuseRest(
        line: line, "a block of more than \(MarkdownBlocks.maximumBytes) bytes",
        allowed: Text.allowed, got: "a longer one")
    } else if let open = outline.open {
      reading.refuseRest(
        line: open.line, "\(open.kind) that nothing closes", allowed: "a line that closes it: \(open.closer)",
        got: "the rest of the document inside it")
    }
    noteNearNames()
  }

  private mutating func take(_ section: MarkdownSection) {
    switch section.level {
    case 0: addOwn(Self.preface, section, "before the title")
    case 1: takeTitle(section)
    default: if !isInForeign { takePart(section) }
    }
  }

  // MARK: Front matter and titles

  private mutating func take(_ front: FrontMatter) {
    addOwn(FrontMatter.section, front.text.normalizedForDocument, line: front.line, "in front of the title", got: "---")
    guard let status = front.status else { return }
    if let name = form.status(status.value) {
      reading.set(form.statusArgument, name, line: status.line)
    } else {
      let value = JSONValue.string(status.value).abbreviated
      reading.note("line \(status.line): the front matter's status \(value) is no status here and was not taken")
    }
  }

  private mutating func takeTitle(_ section: MarkdownSection) {
    isInForeign = form.isForeign(section.title)
    if isInForeign {
      return reading.refuse(section, "a whole spec", allowed: "the document alone: call create_spec for each spec")
    }
    guard isTitled else {
      isTitled = true
      if let name = form.name(in: section.title), !name.isEmpty {
        reading.set(form.nameArgument, name, line: section.line)
      }
      addOwn(Self.introduction, section, "between the title and the first section")
      return
    }
    add(section)
  }

  // MARK: Parts

  private mutating func takePart(_ section: MarkdownSection) {
    switch form.part(section.level, section.title) {
    case .field(let name): takeField(name, section)
    case .chapter(let name):
      guard reading.takeOnce("chapter \(name)", section, "the chapter \(section.title)") else { return }
      if !section.isBlank { add(section) }
    case .metadata:
      guard reading.takeOnce("metadata", section, "the metadata") else { return }
      MetadataReader.read(section, as: form, into: &reading)
    case .list:
      guard reading.takeOnce("list", section, "the chapter \(section.title)") else { return }
      ListChapter.read(section, into: &reading)
    case .other: add(section)
    }
  }

  private mutating func takeField(_ name: String, _ section: MarkdownSection) {
    guard reading.takeOnce("field \(name)", section, name) else { return }
    let text = section.text(form.text(below: section.level))
    if text.isEmpty { reading.noteEmpty(name, line: section.line) } else { reading.set(name, text, line: section.line) }
  }

  // MARK: Additional sections

  private mutating func add(_ section: MarkdownSection) {
    reading.noteOther(section)
    guard let argument = form.sectionsArgument else {
      let near = section.level > 1 ? form.field(near: section.title) : nil
      let close = near.map { ", close to \(form.titles[$0] ?? $0)" } ?? ""
      let allowed = allowedSections()
      return reading.refuse(section, "no section of this document\(close)", allowed: allowed)
    }
    // A message can hold a million headings.
    if reading.hasTooManySections { return }
    let (name, alike) = headings.name(of: section.title, line: section.line)
    if let alike {
      return reading.refuse(
        section, "this section for the second time, first in line \(alike)", allowed: "each heading once")
    }
    switch Name.check(name) {
    case .failure(let violation):
      reading.refuse(section, "a heading that is no section's name: \(violation.problem)", allowed: Name.allowed)
    case .success(let checked):
      guard reading.takeOnce("section \(checked)", section, "this section") else { return }
      reading.add(checked, section.text(form.text(below: section.level)), to: argument)
    }
  }

  /// Adds a section for text that has no heading of its own.
  private mutating func addOwn(_ name: String, _ section: MarkdownSection, _ place: String) {
    guard let first = section.firstText else { return }
    addOwn(name, section.text(form.text(below: section.level)), line: first.line, place, got: first.text)
  }

  /// Adds a section under a name of ours that no heading gives.
  private mutating func addOwn(_ name: String, _ text: String, line: Int, _ place: String, got: String) {
    guard let argument = form.sectionsArgument else {
      let allowed = allowedSections()
      return reading.refuse(line: line, "text \(place)", allowed: allowed, got: got)
    }
    var free = name
    var count = 1
    while names.contains(SectionKey(free)) {
      count += 1
      free = "\(name) (\(count))"
    }
    names.insert(SectionKey(free))
    reading.add(free, text, to: argument)
  }

  private mutating func allowedSections() -> String {
    defer { listsAllowed = false }
    return listsAllowed ? form.skeleton : "the headings above"
  }

  /// Notes the sections whose names are close to those of fields that the document does not have.
  private mutating func noteNearNames() {
    guard form.sectionsArgument != nil else { return }
    for (heading, line) in reading.others {
      guard let name = form.field(near: heading), reading.lines[name] == nil else { continue }
      reading.note(
        "line \(line): \(heading) was kept as an additional section; if it is meant as \(name), "
          + "give that as its heading: \(form.titles[name] ?? name)")
    }
  }
}

extension DocumentForm {
  /// The field whose heading is most like this one; nil where none is close.
  package func field(near heading: String) -> String? {
    let words = HeadingKey(heading).words
    let names = Dictionary(titles.map { (HeadingKey($0.value).text, $0.key) }) { first, _ in first }
    if let close = ClosestNames.meant(by: words.joined(separator: " "), among: names.keys.sorted()) {
      return names[close]
    }
    // "System architecture" has the word.
    return titles.sorted { $0.key < $1.key }.first { Set(HeadingKey($0.value).words).isSubset(of: words) }?.key
  }
}

extension String {
  /// The text after `prefix`; nil for a text that does not begin with it. By bytes: the prefix's last space and a mark
  /// behind it would be one `Character`.
  func dropping(_ prefix: String) -> String? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }

  /// The number of empty lines that it begins with.
  fileprivate var leadingLineFeeds: Int {
    let text = dropping("\u{feff}") ?? self
    return text.utf8.prefix { $0 == 0x0A || $0 == 0x0D }.count { $0 == 0x0A }
  }
}
