// RestorationConflicts: records in the way of a restoration, all of them told at once.

import Models

/// The records that a restoration has met in the store.
package struct RestorationConflicts {
  /// Of very many only the first are named.
  private static let maximumNamed = 1_000

  private var named: [Violation] = []
  private var count = 0

  /// No conflict so far.
  package init() {}

  /// Notes a project that is there and is not to be replaced.
  package mutating func note(existing project: Name) {
    note(
      Violation(
        path: "project_name", problem: "is there already", allowed: "a project that does not, or --replace",
        got: project.value))
  }

  /// Notes a record that the store does not take, and why.
  package mutating func note(_ conflict: Violation) {
    count += 1
    if named.count < Self.maximumNamed { named.append(conflict) }
  }

  /// Ends the check for projects that exist.
  ///
  /// - Throws: `already_exists` when there are some.
  package func checkProjects() throws(Failure) {
    try check(.alreadyExists, "What is to be imported is there already: --replace puts it in its place.")
  }

  /// Ends the restoration.
  ///
  /// - Throws: `conflict` when pieces met a record of the store.
  package func checkPieces() throws(Failure) {
    try check(.conflict, "Other things there have these ids.")
  }

  private func check(_ code: Failure.Code, _ reason: String) throws(Failure) {
    guard count > 0 else { return }
    var details = named
    if count > details.count {
      details.append(
        Violation(
          path: "loops", problem: "\(count - details.count) more in the way", allowed: "none", got: "\(count) in all"))
    }
    throw Failure(code, "\(reason) Nothing was changed.", details: details)
  }
}

extension ProjectPiece {
  /// The reason for which a store does not take the piece.
  package var conflict: Violation {
    switch self {
    case .project(let record): Self.taken("project_name", record.name)
    case .plan(let record): Self.taken("plan", record.document.projectName)
    case .planVersion(let record): Self.version(record, of: "plan")
    case .roadmap(let record): Self.taken("roadmap", record.document.projectName)
    case .roadmapVersion(let record): Self.version(record, of: "roadmap")
    case .spec(let record):
      Violation(
        path: "specs/\(record.spec.specName)", problem: "the id or the name is taken there",
        allowed: "an id that no spec there has", got: record.spec.id.value)
    case .version(let record):
      Violation(
        path: "specs/\(record.spec.specName)/versions/\(record.spec.version)", problem: "its spec is not imported",
        allowed: "a version of an imported spec", got: record.spec.id.value)
    case .loop(let record):
      Violation(
        path: "loops", problem: "the id is taken by another loop there", allowed: "an id that no loop there has",
        got: record.loop.id.value)
    }
  }

  private static func version<Kind>(_ record: DocumentVersion<Kind>, of what: String) -> Violation {
    Violation(
      path: "\(what)-versions/\(record.document.version)", problem: "its \(what) is not imported",
      allowed: "a version of an imported \(what)", got: record.document.projectName.value)
  }

  private static func taken(_ what: String, _ project: Name) -> Violation {
    Violation(path: what, problem: "is there already", allowed: "none", got: project.value)
  }
}

extension Failure {
  /// The refusal of a row that no server can have written.
  ///
  /// - Parameter what: names the row, at the beginning of a sentence.
  package static func unreadable(_ what: String, because reason: String) -> Failure {
    Failure(.internal, "\(what) cannot be read: \(reason). The server cannot have written it: mend the row.")
  }
}
