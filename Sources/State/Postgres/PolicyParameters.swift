// PolicyParameters: the policies as the statement that decides takes them.

import Models
import Postgres

/// One limit of every type's policy each, in the order of `LoopType.allCases`: which one counts is seen in the row.
struct PolicyParameters: Sendable {
  let thresholds: PostgresValue
  let improvementThresholds: PostgresValue
  let checkpointFrequencies: PostgresValue

  init(_ policies: LoopPolicies) {
    let all = LoopType.allCases.map { policies[$0] }
    thresholds = .ints(all.map(\.threshold))
    improvementThresholds = .ints(all.map(\.improvementThreshold))
    checkpointFrequencies = .ints(all.map(\.checkpointFrequency))
  }
}
