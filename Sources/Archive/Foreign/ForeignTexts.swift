// ForeignTexts: the fields and sections that the files of one spec, plan or roadmap give.

import Documents
import Models

/// A part of a file, with the place that it is to have.
struct ForeignPiece {
  /// The words of the report, and the name of the section where the text becomes one.
  let name: String
  /// The text.
  let text: String
  /// The text with its heading, for a section that cannot be named by it.
  let source: String
  /// The field that it is meant for; nil for a section.
  var field: String?
}

/// Collects the texts of a document. What has no place is told.
struct ForeignTexts {
  /// The texts of fields by the fields' names.
  private(set) var fields: [String: String] = [:]
  /// All others.
  private(set) var sections = AdditionalSections()
  /// The places of what was put in, a line each.
  private(set) var places: [String] = []
  /// What found no place, and why.
  private(set) var losses: [String] = []
  /// True where nothing was put in.
  var isEmpty: Bool { fields.isEmpty && sections.sections.isEmpty }
  /// True where there were more sections than a document may have.
  private(set) var isFull = false

  /// Forgets the places and losses so far.
  mutating func beginFile() { (places, losses) = ([], []) }

  /// Notes the place of words that the document has without being given them.
  mutating func note(_ words: String, _ place: String) { places.append("\(words) → \(place)") }

  /// Puts a text into its field where that is free, else into a section of its own.
  ///
  /// - Parameter file: the file's name, for a section that cannot be named by its heading.
  mutating func put(_ piece: ForeignPiece, of file: String) {
    if let field = piece.field, fields[field] == nil, case .success = Text.check(piece.text) {
      fields[field] = piece.text
      return note(piece.name, field)
    }
    let isName = Self.isName(piece.name)
    let text = isName ? piece.text : piece.source
    if case .failure(let violation) = FlexibleText.check(text) {
      return losses.append("\(piece.name): \(violation.problem)")
    }
    guard sections.sections.count < AdditionalSections.maximumCount else {
      isFull = true
      return losses.append("\(piece.name): more than \(AdditionalSections.maximumCount) sections")
    }
    let name = freeName(isName ? piece.name : ForeignName.made(of: file))
    sections[Name(trusted: name)] = FlexibleText(trusted: text)
    note(piece.name, name == piece.name ? "section" : "section \(name)")
  }

  private static func isName(_ words: String) -> Bool {
    guard case .success(let name) = Name.checkNew(words) else { return false }
    // A number may have to stand behind it.
    return name.utf8.elementsEqual(words.utf8) && name.unicodeScalars.count <= ForeignName.maximumScalars
  }

  private func freeName(_ name: String) -> String {
    ForeignName.free(name) { sections[Name(trusted: $0)] != nil }
  }
}

/// Names made of what files and folders are called.
enum ForeignName {
  /// Short enough for a number behind it.
  static let maximumScalars = 200
  /// Short enough for a spec's name, in lower case, of which a letter may have two scalars.
  private static let maximumMadeScalars = 100

  /// The words as a name: without what no name may hold, and cut where they are too long.
  static func made(of words: String) -> String {
    let kept = words.unicodeScalars.filter { scalar in
      !scalar.properties.isBidiControl && scalar.properties.generalCategory != .control
    }
    let cut = String(String.UnicodeScalarView(kept.prefix(maximumMadeScalars)))
    return (try? Name.checkNew(cut).get()) ?? "file"
  }

  /// The name, with a number behind it where it is taken.
  static func free(_ name: String, isTaken: (String) -> Bool) -> String {
    var free = name
    var number = 1
    while isTaken(free) {
      number += 1
      free = "\(name) (\(number))"
    }
    return free
  }
}
