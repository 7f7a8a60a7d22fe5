// SpecChanges+Restoring: the changes that bring back an earlier version of a spec.

extension SpecChanges {
  /// These changes, or where a version is to be restored, those that do it.
  ///
  /// - Parameters:
  ///   - current: the spec as it is.
  ///   - find: gives an earlier version of it.
  package func resolved<Problem: Error>(
    for current: Spec, _ find: (VersionNumber) throws(Problem) -> Spec
  ) throws(Problem) -> SpecChanges {
    guard let restoredVersion else { return self }
    if restoredVersion.value == current.version { return SpecChanges() }
    return SpecChanges(restoring: try find(restoredVersion))
  }

  /// The changes after which the spec has what `version` has of all that can change.
  private init(restoring version: Spec) {
    self.init()
    phaseName = version.phaseName
    flexible = version.flexible
    let unset = FlexibleFields.all.filter { version.flexible[keyPath: $0.path] == nil }
    clearedFields = ValueList(unset.map { FlexibleFieldName(trusted: $0.name) })
    restoredSections = version.additionalSections
    specStatus = version.specStatus
  }
}
