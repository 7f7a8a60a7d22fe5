// Failures that every state manager tells alike; docs/contract.md, "Errors".

import JSON
import Models

extension Failure {
  /// `not_found`: no loop has the id.
  package static func noSuchLoop(_ id: LoopID) -> Failure {
    missing("loop_id", id.value, "There is no loop \(id).", closest: [], list: "list_loops shows a project's loops")
  }

  /// `not_found`: the project has no such spec. A project without any spec is taken for a misspelt one.
  ///
  /// - Parameters:
  ///   - closest: the names of the project's specs most alike, best first; the first is offered.
  ///   - projects: for a project without specs, the projects with specs that are most alike.
  package static func noSuchSpec(
    _ spec: SpecName, in project: Name, closest: [String], projects: [String] = []
  ) -> Failure {
    if let first = projects.first {
      return Failure(
        .notFound,
        "Project \(quoted(project)) has no spec at all. Did you mean project \(JSONValue.string(first).abbreviated)?",
        details: [
          Violation(
            path: "spec_name", problem: "not found",
            allowed: "a spec of one of the closest projects: " + projects.joined(separator: ", "),
            got: quoted(spec.value))
        ])
    }
    return missing(
      "spec_name", spec.value, "Project \(quoted(project)) has no spec \(spec).", closest: closest,
      list: "list_specs shows a project's specs")
  }

  /// `not_found`: the spec has versions 1 to its current one, and not this.
  ///
  /// - Parameter argument: the argument that asked for it.
  package static func noSuchVersion(
    _ version: VersionNumber, of spec: Spec, asked argument: String = "version"
  ) -> Failure {
    Failure(
      .notFound, "Spec \(spec.specName) has no version \(version.value).",
      details: [
        Violation(
          path: argument, problem: "no such version", allowed: "1 to \(spec.version)", got: "\(version.value)")
      ])
  }

  /// `not_found`: a spec was asked for by a loop that is linked to none.
  package static func notLinked(_ id: LoopID) -> Failure {
    missing(
      "loop_id", id.value, "Loop \(id) is not linked to a spec: link it with link_loop_to_spec, or name the spec.",
      closest: [], list: "a loop that is linked to a spec")
  }

  /// `not_found`: nothing is stored on the loop's objectives.
  package static func noObjectiveFeedback(_ id: LoopID) -> Failure {
    missing(
      "loop_id", id.value, "Loop \(id) has no objective feedback.", closest: [],
      list: "a loop for which store_objective_feedback was called")
  }

  /// `not_found`: the project has no document of the kind.
  ///
  /// - Parameter closest: the projects with one whose names are most alike, best first.
  package static func noDocument<Kind: ProjectDocumentKind>(
    _ kind: Kind.Type, of project: Name, closest: [String]
  ) -> Failure {
    missing(
      "project_name", project.value, "Project \(quoted(project)) has no \(Kind.noun).", closest: closest,
      list: Kind.offer)
  }

  /// `not_found`: the document has versions 1 to its current one, and not this.
  ///
  /// - Parameter argument: the argument that asked for it.
  package static func noSuchVersion<Kind: ProjectDocumentKind>(
    _ version: VersionNumber, of document: ProjectDocument<Kind>, asked argument: String
  ) -> Failure {
    Failure(
      .notFound, "The \(Kind.noun) of project \(quoted(document.projectName)) has no version \(version.value).",
      details: [
        Violation(
          path: argument, problem: "no such version", allowed: "1 to \(document.version)", got: "\(version.value)")
      ])
  }

  /// `loop_completed`: the loop takes no feedback and no guidance any more; docs/contract.md, "Decisions".
  ///
  /// - Parameter status: that of a loop that is over.
  package static func loopOver(_ id: LoopID, _ status: LoopStatus) -> Failure {
    Failure(
      .loopCompleted, "Loop \(id) is \(status.rawValue) and takes nothing more: create a new loop to go on.",
      details: [
        Violation(
          path: "loop_id", problem: status.rawValue, allowed: "a loop that is not \(status.rawValue)",
          got: quoted(id.value))
      ])
  }

  /// `conflict`: the loop has taken all that a loop takes; docs/contract.md, "Limits".
  ///
  /// - Parameters:
  ///   - maximum: the number that a loop takes.
  ///   - entries: the word for them, such as "feedbacks".
  package static func loopFull(_ id: LoopID, maximum: Int, _ entries: String) -> Failure {
    Failure(
      .conflict, "Loop \(id) has \(maximum) \(entries), as many as a loop takes: go on in another one, by create_loop.",
      details: [
        Violation(
          path: "loop_id", problem: "full", allowed: "a loop with fewer than \(maximum) \(entries)",
          got: quoted(id.value))
      ])
  }

  /// `invalid_input`: the loop has reviewers, and the critic is none of them.
  package static func notReviewer(_ critic: CriticAgent, of loop: Loop) -> Failure {
    let names = loop.reviewers.map(\.value).joined(separator: ", ")
    return Failure(
      .invalidInput, "Loop \(loop.id) takes the feedback of its reviewers alone: \(names). Nothing was done.",
      details: [
        Violation(path: "critic_agent", problem: "no reviewer of the loop", allowed: names, got: quoted(critic.value))
      ])
  }

  /// `conflict`: an assessment was of another iteration than the loop's.
  package static func otherIteration(_ iteration: IterationNumber, of loop: Loop) -> Failure {
    Failure(
      .conflict,
      "Loop \(loop.id) is in iteration \(loop.iteration), not \(iteration.value): read what was recorded with list_history.",
      details: [
        Violation(
          path: "iteration", problem: "not the iteration in progress", allowed: "\(loop.iteration)",
          got: "\(iteration.value)")
      ])
  }

  /// `already_exists`: the project has a spec of the draft's name.
  ///
  /// - Parameters:
  ///   - spec: the name under which it is found.
  ///   - phase: the name of its phase, which may be spelt otherwise than that of the draft.
  package static func specExists(_ spec: SpecName, of phase: Name, asked draft: SpecDraft) -> Failure {
    let spelling = [phase].first { $0 != draft.phaseName }
    let other = spelling.map { ", of phase \(quoted($0)), for which \(quoted(draft.phaseName)) stands" } ?? ""
    return Failure(
      .alreadyExists,
      "Project \(quoted(draft.projectName)) has a spec \(spec) already\(other): change it with update_spec, or take "
        + "another phase_name.",
      details: [
        Violation(
          path: "phase_name", problem: "stands for an existing spec", allowed: "a name that no spec of the project has",
          got: quoted(draft.phaseName))
      ])
  }

  /// `conflict`: the loop was to be linked to a spec of project `asked`, which is not its own.
  package static func otherProject(_ loop: Loop, asked: Name) -> Failure {
    Failure(
      .conflict, "Loop \(loop.id) belongs to project \(quoted(loop.projectName)): link it to a spec of that project.",
      details: [
        Violation(
          path: "project_name", problem: "not the loop's project", allowed: quoted(loop.projectName.value),
          got: quoted(asked.value))
      ])
  }

  /// `invalid_input`: the cursor was given by a list with another order.
  package static func foreignCursor(_ cursor: String) -> Failure {
    Failure(
      .invalidInput, "The cursor is from another list: repeat the call that gave it, or leave the cursor out.",
      details: [
        Violation(
          path: "cursor", problem: "from a list with another query", allowed: "next_cursor of the same list",
          got: quoted(cursor))
      ])
  }

  private static func missing(
    _ path: String, _ got: String, _ message: String, closest: [String], list: String
  ) -> Failure {
    let offer = closest.isEmpty ? list : "closest: " + closest.joined(separator: ", ")
    let question = closest.first.map { " Did you mean \($0)?" } ?? ""
    return Failure(
      .notFound, message + question,
      details: [
        Violation(path: path, problem: "not found", allowed: offer, got: quoted(got))
      ])
  }

  private static func quoted(_ name: Name) -> String { quoted(name.value) }
  private static func quoted(_ string: String) -> String { JSONValue.string(string).abbreviated }
}

extension Loop {
  /// Fails when the loop, which is not over, does not take an assessment of `iteration` by `critic`: with `conflict` when
  /// it has all the feedbacks that a loop takes, or when `iteration` is given and is not the one in progress, with
  /// `waiting_for_human` when it waits for one, and with `invalid_input` when the critic is none of its reviewers.
  ///
  /// - Parameter question: the question to the human; nil where the loop does not wait for one.
  package func checkTakesFeedback(
    of critic: CriticAgent, at iteration: IterationNumber?, asking question: HumanQuestion?
  ) throws(Failure) {
    guard scoreCount < Self.maximumFeedbacks / max(1, reviewers.count) else {
      throw Failure.loopFull(id, maximum: Self.maximumFeedbacks, "feedbacks")
    }
    if let question { throw Failure.waitingForHuman(self, question) }
    if let iteration, iteration.value != self.iteration { throw Failure.otherIteration(iteration, of: self) }
    guard reviewers.isEmpty || reviewers.contains(critic) else { throw Failure.notReviewer(critic, of: self) }
  }

  /// Fails when the loop, which is not over, does not take the guidance: with `waiting_for_human` when the gate does not
  /// let its verdict through, with `conflict` when it answers a question that the loop has left behind, or when the loop
  /// has all that a loop takes.
  ///
  /// - Parameter count: the number of its entries.
  package func checkTakes(_ guidance: Guidance, beside count: Int, at gate: HumanGate) throws(Failure) {
    if guidance.verdict != .goOn && !gate.lets(guidance.source) {
      throw Failure.unverified(guidance.verdict, on: id)
    }
    if let place = guidance.place, place != QuestionPlace(iteration: iteration, guidanceCount: count) {
      throw Failure.answerTooLate(self, place, count: count)
    }
    guard count < Self.maximumGuidance else {
      throw Failure.loopFull(id, maximum: Self.maximumGuidance, "entries of human guidance")
    }
  }
}

extension Cursor<SpecKey> {
  /// Fails with `invalid_input` when the cursor is from a search and the list is by name, or the other way round: their
  /// orders have nothing in common.
  package func check(for query: SearchQuery?) throws(Failure) {
    guard (key?.rank == nil) == (query == nil) else { throw Failure.foreignCursor(value) }
  }
}
