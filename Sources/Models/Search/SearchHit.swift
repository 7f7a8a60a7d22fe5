// SearchHit: a text that has the words of a query.

/// A text that has all words of a query, and where; docs/contract.md, "Tools".
public struct SearchHit: Codable, Sendable, Equatable {
  /// The kind of text.
  public let kind: TextKind
  /// The project that it belongs to.
  public let projectName: Name
  /// The name of the spec; nil for other kinds.
  public let specName: SpecName?
  /// The loop; nil for documents.
  public let loopID: LoopID?
  /// The iteration that the words are about; nil for documents and notes.
  public let iteration: Int?
  /// The field or section with the most words of the query.
  public let section: String
  /// The beginning of the words there, with what stands around them.
  public let snippet: String
  /// The time of the text's latest change.
  public let updatedAt: Timestamp

  /// A hit in a part of `text`.
  package init(_ text: SearchedText, section: String, snippet: String) {
    kind = text.key.kind
    projectName = text.projectName
    specName = text.specName
    loopID = text.loopID
    iteration = text.iteration
    self.section = section
    self.snippet = snippet
    updatedAt = text.updatedAt
  }

  private enum CodingKeys: String, CodingKey {
    case kind
    case projectName = "project_name"
    case specName = "spec_name"
    case loopID = "loop_id"
    case iteration, section, snippet
    case updatedAt = "updated_at"
  }
}
