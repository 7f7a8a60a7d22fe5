// SpecReference: the two ways in which a caller names a spec.

/// A spec by its name in a project, or as the one that a loop is linked to.
public enum SpecReference: Sendable, Hashable {
  /// The spec of that name in that project.
  case named(project: Name, spec: SpecName)
  /// The spec that the loop is linked to when the reference is followed.
  case linked(LoopID)
}
