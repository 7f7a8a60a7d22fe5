// ProjectTransfer: reading whole projects out of a store and writing them into one, piece by piece.

import Models

/// A store whose projects can be read out whole, and that takes whole projects.
public protocol ProjectTransfer: Sendable {
  /// Gives the state at one moment to `body`, which may run again from its start where the connection to the store was
  /// lost.
  ///
  /// - Throws: the error of `body`, as a `Failure`.
  func withSnapshot<Result: Sendable>(
    _ body: @escaping @Sendable (any ProjectSnapshot) throws -> Result
  ) async throws(Failure) -> Result

  /// Fills `projects` with the pieces that `body` puts in, in one transaction that is undone by whatever it throws.
  /// `body` may run again from its start where another transaction or a lost connection got in the way.
  ///
  /// - Parameter replacing: true to take away projects that exist first; otherwise they are in the way.
  /// - Throws: `already_exists`, `conflict`, or the error of `body`, as a `Failure`.
  func restore<Result: Codable & Sendable>(
    _ projects: [Name], replacing: Bool, _ body: @escaping @Sendable (any ProjectRestoration) throws -> Result
  ) async throws(Failure) -> Result
}

/// Projects as they were when the snapshot was taken, whatever others write meanwhile.
///
/// Belongs to the closure that it is given to.
public protocol ProjectSnapshot {
  /// The names of all projects, by their bytes.
  func projects() throws -> [Name]

  /// Gives every piece of a project: plan, roadmap and each spec, followed by its earlier versions, then the loops.
  ///
  /// - Throws: the error of `take`; `Failure` for a row that is none of ours, naming it.
  func read(_ project: Name, _ take: (ProjectPiece) throws -> Void) throws
}

/// One transaction that fills projects from pieces.
///
/// Belongs to the closure that it is given to. Pieces that meet something in the store are noted and told at the end, all
/// at once.
public protocol ProjectRestoration: AnyObject {
  /// Adds a piece of one of the projects; what has versions before them, a spec before the loops that are linked to it.
  func put(_ piece: ProjectPiece) throws
}
