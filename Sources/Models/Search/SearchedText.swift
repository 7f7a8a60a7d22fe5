// SearchedText: a text that a search goes through, in its parts.

/// A spec, roadmap, plan, feedback, guidance or note with its texts.
public struct SearchedText: Sendable, Equatable {
  /// A text of it.
  public struct Part: Sendable, Equatable {
    /// The field or section.
    public let section: String
    /// The text.
    public let text: String

    /// A text of a field or section.
    public init(_ section: String, _ text: String) {
      self.section = section
      self.text = text
    }
  }

  /// Its place among all.
  public let key: TextKey
  /// The project that it belongs to.
  public let projectName: Name
  /// The name of the spec; nil for other kinds.
  public let specName: SpecName?
  /// The loop; nil for documents.
  public let loopID: LoopID?
  /// The iteration that the words are about; nil for documents and notes.
  public let iteration: Int?
  /// The time of the latest change.
  public let updatedAt: Timestamp
  /// The texts, in the order in which documents and answers have them.
  public let parts: [Part]

  /// The bytes of all parts.
  package var bytes: Int { parts.reduce(0) { $0 + $1.text.utf8.count } }

  /// A spec.
  public init(_ spec: Spec) {
    let frozen = FrozenFields.all.map { Part($0.name, spec.frozen[keyPath: $0.path].value) }
    let flexible = FlexibleFields.all.compactMap { field in
      spec.flexible[keyPath: field.path].map { Part(field.name, $0.value) }
    }
    key = TextKey(createdAt: spec.createdAt, kind: .spec, id: spec.id.value)
    (projectName, specName, loopID, iteration) = (spec.projectName, spec.specName, nil, nil)
    updatedAt = spec.updatedAt
    parts = [Part("phase_name", spec.phaseName.value)] + frozen + flexible + Self.parts(of: spec.additionalSections)
  }

  /// A roadmap or a plan.
  public init<Kind>(_ document: ProjectDocument<Kind>, as kind: TextKind) {
    key = TextKey(createdAt: document.createdAt, kind: kind, id: document.projectName.value)
    (projectName, specName, loopID, iteration) = (document.projectName, nil, nil, nil)
    updatedAt = document.updatedAt
    let title = document.title.map { Part(Kind.titleName ?? "title", $0.value) }
    parts =
      [title].compactMap { $0 } + document.fields.texts.map { Part($0.name, $0.text.value) }
      + Self.parts(of: document.additionalSections)
  }

  /// A critic's words on a loop.
  ///
  /// - Parameter position: their place among the loop's feedback, from 1.
  public init(_ feedback: CriticFeedback, position: Int, on loop: SearchedLoop) {
    key = TextKey(createdAt: loop.createdAt, kind: .feedback, id: loop.id.value, position: position)
    (projectName, specName, loopID, iteration) = (loop.projectName, nil, loop.id, feedback.iteration)
    updatedAt = feedback.timestamp
    parts =
      [Part("assessment_summary", feedback.assessmentSummary.value)]
      + [feedback.detailedFeedback].compactMap { $0 }.map { Part("detailed_feedback", $0.value) }
      + feedback.keyIssues.values.map { Part("key_issues", $0.value) }
      + feedback.recommendations.values.map { Part("recommendations", $0.value) }
      + feedback.blockers.values.map { Part("blockers", $0.value) }
  }

  /// A human's words on a loop; nil for a verdict without any.
  ///
  /// - Parameter position: their place among the loop's guidance, from 1.
  public init(
    guidance words: Text?, in iteration: Int, at time: Timestamp, position: Int, on loop: SearchedLoop
  ) {
    key = TextKey(createdAt: loop.createdAt, kind: .guidance, id: loop.id.value, position: position)
    (projectName, specName, loopID) = (loop.projectName, nil, loop.id)
    self.iteration = iteration
    updatedAt = time
    parts = [words].compactMap { $0 }.map { Part("feedback", $0.value) }
  }

  /// A note on a loop's objectives.
  public init(_ note: ObjectiveFeedback, on loop: SearchedLoop) {
    key = TextKey(createdAt: loop.createdAt, kind: .objectiveFeedback, id: loop.id.value)
    (projectName, specName, loopID, iteration) = (loop.projectName, nil, loop.id, nil)
    updatedAt = note.storedAt
    parts = [Part("feedback", note.feedback.value)]
  }

  /// The end of a loop's texts, which has none: so that each loop that was looked at counts.
  public init(endOf loop: SearchedLoop) {
    key = TextKey(createdAt: loop.createdAt, kind: .objectiveFeedback, id: loop.id.value)
    (projectName, specName, loopID, iteration) = (loop.projectName, nil, loop.id, nil)
    updatedAt = loop.createdAt
    parts = []
  }

  private static func parts(of sections: AdditionalSections) -> [Part] {
    sections.sections.map { Part($0.name.value, $0.text.value) }
  }
}

/// What a search needs to know of a loop.
public struct SearchedLoop: Sendable, Equatable {
  /// The loop.
  public let id: LoopID
  /// The project that it belongs to.
  public let projectName: Name
  /// The time of its creation.
  public let createdAt: Timestamp

  /// A loop's id, project and creation.
  public init(id: LoopID, projectName: Name, createdAt: Timestamp) {
    self.id = id
    self.projectName = projectName
    self.createdAt = createdAt
  }

  /// Those of a loop.
  public init(_ loop: Loop) { self.init(id: loop.id, projectName: loop.projectName, createdAt: loop.createdAt) }
}
