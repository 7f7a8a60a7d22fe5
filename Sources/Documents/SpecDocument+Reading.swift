// SpecDocument+Reading: reading a spec's document into the arguments that would have said the same.

import JSON
import Models

extension SpecDocument {
  /// Reads a document as `markdown` writes it, or a hand does.
  ///
  /// Headings count only outside of code fences and match exactly. In the chapters a third-level heading that names no
  /// field is text of the section above it. Other second-level headings are additional sections.
  package static func read(_ markdown: String) -> DocumentReading {
    let outline = MarkdownOutline(markdown) { level, title, last in
      level <= 2 || (level == 3 && isInChapter(last) && fieldNames[title] != nil)
    }
    var reading = DocumentReading()
    for section in outline.sections { take(section, into: &reading) }
    return reading
  }

  /// True in a chapter: third-level sections are in chapters only.
  private static func isInChapter(_ last: MarkdownSection) -> Bool {
    last.level == 3 || (last.level == 2 && chapterTitles.contains(last.title))
  }

  private static func take(_ section: MarkdownSection, into reading: inout DocumentReading) {
    switch section.level {
    case 0: reading.expectBlank(section, "before the title", allowed: "a title as the first line")
    case 1:
      guard reading.takeTitle(section) else { return }
      reading.set("phase_name", section.title.dropping(titlePrefix) ?? section.title, at: section)
    case 2: takeChapter(section, into: &reading)
    default: reading.set(fieldNames[section.title] ?? "", section.text(level: 3), at: section)
    }
  }

  private static func takeChapter(_ section: MarkdownSection, into reading: inout DocumentReading) {
    let title = section.title
    guard chapterTitles.contains(title) || title == metadata else {
      return reading.add(
        sectionName(of: title), to: SpecSections.additionalSections, section.text(level: 2), at: section)
    }
    guard reading.takeOnce(section) else { return }
    if title == metadata { return reading.takeStatus("spec_status", from: section) }
    reading.expectBlank(
      section, "between a chapter's heading and its first section",
      allowed: "text below a third-level heading: \(fieldNames.keys.sorted().joined(separator: ", "))")
  }
}
