// MemoryStateManager, loops: creation, feedback, decisions, links.

import Models
import State

extension MemoryStateManager {
  /// Draws an id that no loop has, and enters the loop into its project and the queue.
  public func createLoop(_ draft: LoopDraft, once call: IdempotentCall?) async throws(Failure) -> Written<Loop> {
    try write(once: call) { (state) throws(Failure) in
      if let spec = draft.specName { _ = try state.spec(spec, in: draft.projectName) }
      var id = sources.makeLoopID()
      while state.loops[id] != nil { id = sources.makeLoopID() }
      let loop = Loop(
        id: id, projectName: draft.projectName, loopType: draft.loopType, specName: draft.specName,
        reviewers: draft.reviewers, createdAt: state.now)
      let bytes = LoopRecord.heldBytes(ofNew: loop)
      try state.charge(bytes, in: loop.projectName, at: loop.createdAt)
      state.loops[id] = LoopRecord(loop: loop, heldBytes: bytes)
      state.enter(loop, limit: historyLimit)
      state.record(Change(loop, .created))
      return loop
    }
  }

  /// Looks the loop up by its id.
  public func loop(_ id: LoopID) async throws(Failure) -> Loop {
    try read { (state) throws(Failure) in try state.loop(id).loop }
  }

  /// Finds the cursor's place by binary search, then walks towards the oldest loop.
  public func loops(
    of project: Name, status: LoopStatus?, after cursor: Cursor<CreationKey>?, limit: Limit
  ) async throws(Failure) -> Page<Loop, CreationKey> {
    try read { (state) throws(Failure) in
      let keys = try state.project(project).loops
      let end = cursor?.key.map { last in keys.lowerBound { CreationKey.precedes($0, last) } } ?? keys.count
      let loops = keys[..<end].reversed().lazy.compactMap { state.loops[LoopID(trusted: $0.id)]?.loop }
        .filter { status == nil || $0.status == status }
      return Page(loops, limit: limit) { CreationKey($0) }
    }
  }

  /// Decides by the policy of the loop's type, under the lock.
  public func recordFeedback(
    _ assessment: CriticAssessment, on id: LoopID, at iteration: IterationNumber?, once call: IdempotentCall?
  ) async throws(Failure) -> Written<FeedbackOutcome> {
    try write(once: call) { (state) throws(Failure) in
      let loop = try state.openLoop(id)
      try loop.checkTakesFeedback(
        of: assessment.criticAgent, at: iteration, asking: state.loops[id]!.question(at: policies.humanGate).ifOpen)
      let pending = Array(state.loops[id]!.feedback.suffix(loop.pendingCount))
      let recorded = loop.recording(
        assessment, beside: pending, basis: state.loops[id]!.basis, specVersion: state.version(ofSpecOf: loop),
        policy: policies[loop.loopType],
        at: state.now)
      let replaced = recorded.replaced.map { pending[pending.count + $0].heldBytes } ?? 0
      try state.charge(
        recorded.feedback.heldBytes - replaced + recorded.outcome.loop.blockers.heldBytes - loop.blockers.heldBytes,
        to: id)
      state.loops[id]!.take(recorded)
      state.record(Change(loop, .feedback))
      return recorded.outcome
    }
  }

  /// Appends the guidance and carries it out; the scores up to now no longer count for stagnation.
  public func recordGuidance(
    _ guidance: Guidance, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try write(once: call) { (state) throws(Failure) in
      let loop = try state.openLoop(id)
      try loop.checkTakes(guidance, beside: state.loops[id]!.guidance.count, at: policies.humanGate)
      let entry = HumanGuidance(guidance, iteration: loop.iteration, timestamp: state.now)
      try state.charge(entry.heldBytes, to: id)
      state.loops[id]!.guidance.append(entry)
      let (guided, basis) = loop.guided(
        by: guidance, basis: state.loops[id]!.basis, gate: policies.humanGate, at: entry.timestamp)
      (state.loops[id]!.loop, state.loops[id]!.basis) = (guided, basis)
      state.record(Change(loop, .guidance))
      return guided
    }
  }

  /// Puts the question together from the loop's record.
  public func question(of id: LoopID) async throws(Failure) -> HumanQuestion {
    try read { (state) throws(Failure) in
      _ = try state.openLoop(id)
      return state.loops[id]!.question(at: policies.humanGate)
    }
  }

  /// Deletes the loop's record, its place in the project, and its entry in the queue.
  public func deleteLoop(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Deletion> {
    try write(once: call) { (state) throws(Failure) in
      let (loop, bytes) = (try state.loop(id).loop, try state.loop(id).heldBytes)
      state.loops[id] = nil
      state.release(bytes)
      state.projects[loop.projectName]?.history.removeAll { $0.loopID == id }
      state.projects[loop.projectName]?.removePlace(of: loop)
      state.record(Change(loop, .deleted))
      state.noteDeletion(in: loop.projectName, at: state.now)
      return Deletion()
    }
  }

  /// Checks the loop's project, then the spec; names no spec of another project in its failure.
  public func link(
    _ id: LoopID, to spec: SpecName, in project: Name, once call: IdempotentCall?
  ) async throws(Failure) -> Written<Loop> {
    try write(once: call) { (state) throws(Failure) in
      let loop = try state.loop(id).loop
      guard loop.projectName == project else { throw Failure.otherProject(loop, asked: project) }
      _ = try state.spec(spec, in: project, isFixed: true)
      return try state.relink(loop, to: spec, at: state.now)
    }
  }

  /// Sets the loop's spec to nil.
  public func unlink(_ id: LoopID, once call: IdempotentCall?) async throws(Failure) -> Written<Loop> {
    try write(once: call) { (state) throws(Failure) in
      try state.relink(try state.loop(id).loop, to: nil, at: state.now)
    }
  }

  /// Stores the note in the loop's record, whatever the loop's status.
  public func storeObjectiveFeedback(
    _ feedback: Text, on id: LoopID, once call: IdempotentCall?
  ) async throws(Failure) -> Written<ObjectiveFeedbackReceipt> {
    try write(once: call) { (state) throws(Failure) in
      let record = try state.loop(id)
      let stored = ObjectiveFeedback(loopID: id, feedback: feedback, storedAt: state.now)
      try state.charge(feedback.heldBytes - (record.objectiveFeedback?.feedback).heldBytes, to: id)
      state.loops[id]!.objectiveFeedback = stored
      state.record(Change(record.loop, .objectiveFeedback))
      return ObjectiveFeedbackReceipt(loopID: id, storedAt: stored.storedAt)
    }
  }

  /// Reads the note from the loop's record.
  public func objectiveFeedback(on id: LoopID) async throws(Failure) -> ObjectiveFeedback {
    try read { (state) throws(Failure) in
      guard let feedback = try state.loop(id).objectiveFeedback else { throw Failure.noObjectiveFeedback(id) }
      return feedback
    }
  }
}

extension LoopRecord {
  fileprivate mutating func take(_ recorded: RecordedFeedback) {
    if let place = recorded.replaced {
      feedback[feedback.count + place] = recorded.feedback
    } else {
      feedback.append(recorded.feedback)
    }
    loop = recorded.outcome.loop
    lastDecision = recorded.outcome.decision
    basis = recorded.basis
  }
}

extension ProjectRecord {
  /// Takes the loop out of the list of the project's loops.
  fileprivate mutating func removePlace(of loop: Loop) {
    let key = CreationKey(loop)
    loops.remove(at: loops.lowerBound { CreationKey.precedes($0, key) })
  }
}

extension MemoryState {
  /// Enters a new loop into its project; past the limit the oldest leave the queue, completed ones before the others.
  fileprivate mutating func enter(_ loop: Loop, limit: Int) {
    guard var project = projects[loop.projectName] else { return }
    projects[loop.projectName] = nil  // so that the arrays below are changed in place, not copied
    let key = CreationKey(loop)
    project.loops.insert(key, at: project.loops.lowerBound { CreationKey.precedes($0, key) })
    project.lastSequenceNumber += 1
    project.history.append(
      QueuedLoop(sequenceNumber: project.lastSequenceNumber, addedAt: loop.createdAt, loopID: loop.id))
    while project.history.count > limit {
      project.history.remove(at: project.history.firstIndex { isCompleted($0.loopID) } ?? 0)
    }
    projects[loop.projectName] = project
  }

  private func isCompleted(_ id: LoopID) -> Bool { loops[id]?.loop.status == .completed }

  fileprivate mutating func relink(
    _ loop: Loop, to spec: SpecName?, at time: Timestamp
  ) throws(Failure) -> Loop {
    try charge(spec.heldBytes - loop.specName.heldBytes, to: loop.id)
    let linked = loop.linked(to: spec, at: time)
    loops[loop.id]?.loop = linked
    if linked.specName != loop.specName { record(Change(linked, spec == nil ? .unlinked : .linked)) }
    return linked
  }
}
