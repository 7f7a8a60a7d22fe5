// SpecReference: the two ways in which a caller names a spec.

/// Which spec is meant: by its name in a project, or as the one that a loop is linked to.
public enum SpecReference: Sendable, Hashable {
  case named(project: Name, spec: SpecName)
  case linked(LoopID)
}
