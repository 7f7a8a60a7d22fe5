// All groups, for a test target to check that it runs every one.

extension ContractGroup {
  /// Every group of cases.
  public static let all: [ContractGroup] = [
    loops, decisions, blockers, guidance, humanGate, reviewers, historyQueue, loopHistory, links, objectiveFeedback,
    specs, versions, updates, search, textSearch, roadmaps, plans, documents, projects, pictures, idempotency,
    deletions, paging, concurrency, changes, arguments,
  ]
}
