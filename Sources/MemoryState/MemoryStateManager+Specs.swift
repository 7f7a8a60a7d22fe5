// MemoryStateManager, specs: creation, updates with versions, lists, search.

import Models
import State

extension MemoryStateManager {
  /// Draws an id that no spec has, and keeps the project's names sorted.
  public func createSpec(_ draft: SpecDraft, once call: IdempotentCall?) async throws(Failure) -> Written<SpecReceipt> {
    try write(once: call) { (state) throws(Failure) in
      let name = draft.specName
      if let spec = state.projects[draft.projectName]?.specs[name]?.current {
        throw Failure.specExists(name, of: spec.phaseName, asked: draft)
      }
      var id = sources.makeSpecID()
      while state.specIDs.contains(id) { id = sources.makeSpecID() }
      let spec = Spec(draft, id: id, createdAt: sources.now())
      let record = SpecRecord(SpecUpdate(spec: spec, changedFields: []))
      try state.charge(record.heldBytes, in: draft.projectName, at: spec.createdAt)
      state.specIDs.insert(id)
      state.projects[draft.projectName]?.add(record, named: name)
      return SpecReceipt(spec)
    }
  }

  /// Reads every version from the same record, under one lock.
  public func spec(_ reference: SpecReference, versions: [VersionNumber?]) async throws(Failure) -> [Spec] {
    try read { (state) throws(Failure) in
      let record = try state.spec(reference)
      return try versions.map { (version) throws(Failure) in
        guard let version else { return record.current }
        guard version.value <= record.versions.count else { throw Failure.noSuchVersion(version, of: record.current) }
        return record.versions[version.value - 1].spec
      }
    }
  }

  /// Appends a version, unless the changes change nothing.
  public func updateSpec(
    _ reference: SpecReference, _ changes: SpecChanges, expecting version: VersionNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<SpecReceipt> {
    try write(once: call) { (state) throws(Failure) in
      let record = try state.spec(reference)
      let current = record.current
      let changes = try changes.resolved(for: current) { (number) throws(Failure) in
        guard number.value <= record.versions.count else {
          throw Failure.noSuchVersion(number, of: current, asked: "restore_version")
        }
        return record.versions[number.value - 1].spec
      }
      let update = try current.applying(changes, expecting: version, at: sources.now())
      if !update.changedFields.isEmpty {
        try state.charge(update.heldBytes, in: current.projectName, at: update.spec.updatedAt)
        state.projects[current.projectName]?.specs[current.specName]?.append(update)
      }
      return SpecReceipt(update)
    }
  }

  /// Lists by binary search in the sorted names, or searches all of the project's names, without the lock.
  public func specs(
    of project: Name, status: SpecStatus?, query: SearchQuery?, after cursor: Cursor<SpecKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecSummary, SpecKey> {
    try cursor?.check(for: query)
    if let query {
      let all = try read { (state) throws(Failure) in
        Array(try state.project(project).summaries(of: status, after: nil))
      }
      return SpecSearch(query).page(of: all, after: cursor?.key, limit: limit)
    }
    return try read { (state) throws(Failure) in
      Page(try state.project(project).summaries(of: status, after: cursor?.key?.name), limit: limit) {
        SpecKey(rank: nil, name: $0.specName)
      }
    }
  }

  /// Counts the versions down from the cursor's.
  public func specVersions(
    of project: Name, spec: SpecName, after cursor: Cursor<DescendingKey>?, limit: Limit
  ) async throws(Failure) -> Page<SpecVersion, DescendingKey> {
    try read { (state) throws(Failure) in
      let versions = try state.spec(spec, in: project).versions
      let older = versions.prefix(cursor?.key.map { max(0, $0.number - 1) } ?? .max).reversed().lazy.map {
        SpecVersion(
          version: $0.spec.version, iteration: $0.spec.iteration, changedFields: $0.changedFields,
          createdAt: $0.spec.updatedAt)
      }
      return Page(older, limit: limit) { DescendingKey($0.version) }
    }
  }

  /// Deletes all versions, and the links of the project's loops to the spec.
  public func deleteSpec(
    _ spec: SpecName, of project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Deletion> {
    try write(once: call) { (state) throws(Failure) in
      let record = try state.spec(spec, in: project)
      state.release(record.heldBytes)
      state.specIDs.remove(record.current.id)
      state.projects[project]?.specs[spec] = nil
      state.projects[project]?.specNames.removeAll { $0 == spec }
      for key in state.projects[project]?.loops ?? [] {
        let id = LoopID(trusted: key.id)
        guard state.loops[id]?.loop.specName == spec else { continue }
        try state.charge(-spec.heldBytes, to: id)
        state.loops[id]?.loop.specName = nil
      }
      state.noteDeletion(in: project, at: sources.now())
      return Deletion()
    }
  }
}

extension ProjectRecord {
  /// Adds a spec of a new name.
  fileprivate mutating func add(_ spec: SpecRecord, named name: SpecName) {
    specs[name] = spec
    specNames.insert(name, at: specNames.lowerBound { $0 < name })
  }
}
