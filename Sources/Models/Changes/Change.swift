// Change: what a writing operation did, without who did it.

/// One change of the state, as the operation that made it tells it; docs/contract.md, "The record of changes".
public struct Change: Sendable, Equatable {
  /// The kind of the thing that was changed.
  public let kind: ChangeKind
  /// The project that it belongs to.
  public let projectName: Name
  /// Its name within the project: a loop's id, a spec's name, otherwise the project's name.
  public let subject: String
  /// What was done to it.
  public let operation: ChangeOperation
  /// The version that it has then, a deleted one the last that it had; nil for what has none.
  public let version: Int?
  /// Of a loop the iteration in progress at the change; nil for everything else.
  public let iteration: Int?

  /// A change as it is.
  public init(
    _ kind: ChangeKind, of projectName: Name, subject: String, _ operation: ChangeOperation, version: Int? = nil,
    iteration: Int? = nil
  ) {
    self.kind = kind
    self.projectName = projectName
    self.subject = subject
    self.operation = operation
    self.version = version
    self.iteration = iteration
  }

  /// Of a loop in the iteration that it is in.
  public init(_ loop: Loop, _ operation: ChangeOperation) {
    self.init(.loop, of: loop.projectName, subject: loop.id.value, operation, iteration: loop.iteration)
  }

  /// Of a spec at its version.
  public init(_ spec: Spec, _ operation: ChangeOperation) {
    self.init(.spec, of: spec.projectName, subject: spec.specName.value, operation, version: spec.version)
  }

  /// Of a roadmap or plan at its version.
  public init<Kind: ProjectDocumentKind>(_ document: ProjectDocument<Kind>, _ operation: ChangeOperation) {
    self.init(
      Kind.changeKind, of: document.projectName, subject: document.projectName.value, operation,
      version: document.version)
  }

  /// Of a project as a whole.
  public init(_ project: Name, _ operation: ChangeOperation) {
    self.init(.project, of: project, subject: project.value, operation)
  }
}
