// ForeignDraft: one spec, plan or roadmap made from files of another system.

import Documents
import Models

/// A file that was read.
struct ForeignFile {
  /// The path from the root of the project.
  let path: String
  let route: ForeignRoute
  let text: String

  /// Its place among the files of one document: the document itself, then the leading ones, then the others.
  fileprivate var rank: Int {
    if route.isDocument { return -1 }
    return ForeignSystem.leadingFiles.firstIndex(of: route.file) ?? ForeignSystem.leadingFiles.count
  }

  fileprivate var isMarkdown: Bool { [".md", ".markdown"].contains { route.file.lowercased().hasSuffix($0) } }
}

/// Makes a document from its files.
struct ForeignDraft {
  let target: ForeignRoute.Target
  /// The texts of all files.
  private(set) var texts = ForeignTexts()
  /// The name that a title gives, as people write it; nil without one.
  private(set) var title: String?
  /// The stage that the metadata gives.
  private(set) var status: String?
  /// The files with the places of their parts.
  private(set) var files: [(path: String, parts: [String])] = []
  /// What found no place.
  private(set) var losses: [String] = []

  private let project: Name
  private let fields: ForeignFields
  /// True where sections that follow each other in a file are kept as one.
  private let isCoarse: Bool

  /// Takes all files of a document. Where they have more headings than a document may have sections, those of a file that
  /// are no fields become one.
  init(_ target: ForeignRoute.Target, _ files: [ForeignFile], of system: ForeignSystem, project: Name) {
    let sorted = files.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
    self.init(target, system, project, isCoarse: false)
    for file in sorted { take(file) }
    guard texts.isFull else { return }
    self.init(target, system, project, isCoarse: true)
    for file in sorted { take(file) }
  }

  private init(_ target: ForeignRoute.Target, _ system: ForeignSystem, _ project: Name, isCoarse: Bool) {
    self.target = target
    self.project = project
    self.isCoarse = isCoarse
    fields = ForeignFields(of: system, for: target)
  }

  private mutating func take(_ file: ForeignFile) {
    texts.beginFile()
    let pieces = pieces(of: file)
    for piece in joined(pieces, file: file.route.file) { texts.put(piece, of: file.route.file) }
    files.append((file.path, pieces.isEmpty && texts.places.isEmpty ? ["empty"] : texts.places))
    losses += texts.losses.map { "\(file.path): \($0)" }
  }

  // MARK: Pieces

  private mutating func pieces(of file: ForeignFile) -> [ForeignPiece] {
    let name = file.route.file
    let text = file.text.normalizedForDocument
    guard file.text.contains(where: { !$0.isWhitespace }) else { return [] }
    guard file.isMarkdown else {
      let fenced = Self.fenced(text)
      return [ForeignPiece(name: name, text: fenced, source: fenced)]
    }
    if file.route.isDocument { return pieces(ofDocument: file) }
    if let field = fields.field(ofFile: name) {
      return [ForeignPiece(name: name, text: text, source: text, field: field)]
    }
    let document = ForeignDocument(text)
    return front(of: document, named: "\(name): Front matter")
      + document.parts.map { part in
        ForeignPiece(
          name: part.heading.isEmpty ? name : "\(name): \(part.heading)", text: part.text, source: part.source,
          field: fields.field(of: part.heading, in: name))
      }
  }

  private func front(of document: ForeignDocument, named name: String) -> [ForeignPiece] {
    document.frontMatter.map { [ForeignPiece(name: name, text: $0, source: $0)] } ?? []
  }

  /// A text between fences that are longer than any in it.
  private static func fenced(_ text: String) -> String {
    let longest = text.utf8.split { $0 != UInt8(ascii: "`") }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\n\(text)\n\(fence)"
  }

  /// The pieces, those without a field that follow each other as one where sections are to be few.
  private func joined(_ pieces: [ForeignPiece], file: String) -> [ForeignPiece] {
    guard isCoarse else { return pieces }
    return pieces.reduce(into: []) { joined, piece in
      if piece.field == nil, let last = joined.last, last.field == nil {
        let source = "\(last.source)\n\n\(piece.source)"
        joined[joined.count - 1] = ForeignPiece(name: file, text: source, source: source)
      } else {
        joined.append(
          piece.field == nil ? ForeignPiece(name: file, text: piece.source, source: piece.source) : piece)
      }
    }
  }

  // MARK: Documents in the form of this server's own

  private var form: DocumentForm {
    switch target {
    case .plan: FieldDocument.projectPlan.form
    case .roadmap: FieldDocument.roadmap.form
    case .spec: SpecDocument.form
    }
  }

  private mutating func pieces(ofDocument file: ForeignFile) -> [ForeignPiece] {
    let document = ForeignDocument(file.text, form: form)
    takeStatus(form.read(file.text).arguments[form.statusArgument]?.stringValue)
    var pieces = front(of: document, named: "Front matter")
    for part in document.parts {
      if let piece = piece(of: part, in: file.route.file) { pieces.append(piece) }
    }
    return pieces
  }

  private mutating func takeStatus(_ value: String?) {
    guard status == nil, let value else { return }
    status = value
    texts.note("status \(value)", form.statusArgument)
  }

  /// The piece of a part; nil for one of whose words the document has all.
  private mutating func piece(of part: ForeignDocument.Part, in file: String) -> ForeignPiece? {
    switch part.kind {
    case .field where part.text.isEmpty:
      texts.note(part.heading, "empty")
      return nil
    case .field(let name): return ForeignPiece(name: part.heading, text: part.text, source: part.source, field: name)
    case .chapter where part.text.isEmpty:
      texts.note(part.heading, "chapter")
      return nil
    case .title where takeTitle(part.heading):
      if part.text.isEmpty { return nil }
      return ForeignPiece(name: "Introduction", text: part.text, source: part.text)
    case .title, .chapter, .metadata, .other:
      let name = part.heading.isEmpty ? file : part.heading
      return ForeignPiece(name: name, text: part.text, source: part.source)
    }
  }

  /// Takes the name in a title where that of the document has all its words.
  private mutating func takeTitle(_ heading: String) -> Bool {
    guard title == nil, let words = form.name(in: heading), case .success(let checked) = Name.checkNew(words) else {
      return false
    }
    let name = Name(trusted: checked)
    switch target {
    case .plan where name != project: return false
    case .spec(let folder) where SpecName(phase: name) != SpecName(phase: Name(trusted: folder)): return false
    case .plan, .roadmap, .spec: break
    }
    title = name.value
    texts.note(heading, form.nameArgument)
    return true
  }
}

// MARK: What it becomes

extension ForeignDraft {
  /// The sentence of fields that no file states.
  static let notStated = Text(trusted: "Not stated in the imported documents.")

  /// The fields that must be there and that no file states.
  var unstated: [String] {
    switch target {
    case .plan: []
    case .roadmap: RoadmapFields.all.map(\.name).filter { texts.fields[$0] == nil }
    case .spec: FrozenFields.all.map(\.name).filter { texts.fields[$0] == nil }
    }
  }

  /// The spec of that phase as a caller would create it.
  func spec(_ phase: Name, in project: Name) -> SpecDraft? {
    let frozen = { (name: String) in texts.fields[name].map(Text.init(trusted:)) ?? Self.notStated }
    var flexible = FlexibleFields()
    for field in FlexibleFields.all {
      flexible[keyPath: field.path] = texts.fields[field.name].map(FlexibleText.init(trusted:))
    }
    return SpecDraft(
      projectName: project, phaseName: phase,
      frozen: FrozenFields(
        objectives: frozen("objectives"), scope: frozen("scope"), dependencies: frozen("dependencies"),
        deliverables: frozen("deliverables")),
      flexible: flexible, additionalSections: texts.sections,
      specStatus: status.flatMap(SpecStatus.init(rawValue:)) ?? .draft)
  }

  /// The first version of the project's plan or roadmap.
  func changes<Kind: ProjectDocumentKind>(_ kind: Kind.Type) -> DocumentChanges<Kind> {
    var changes = DocumentChanges<Kind>()
    for field in Kind.Fields.all {
      let text = texts.fields[field.name].map(Text.init(trusted:))
      changes.fields[keyPath: field.path] = text ?? (Kind.Fields.areRequired ? Self.notStated : nil)
    }
    if Kind.titleName != nil { changes.title = title.map(Name.init(trusted:)) }
    changes.additionalSections = texts.sections
    changes.status = status.flatMap(Kind.Status.init(rawValue:))
    return changes
  }
}
