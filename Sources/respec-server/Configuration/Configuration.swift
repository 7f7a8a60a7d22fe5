// Configuration: the server's settings, read from the environment and checked all at once.

import Logging
import Models
import Tools

/// The settings of a server process; docs/contract.md, "Environment".
struct Configuration {
  let store: Store
  /// The number of loops that a project's history keeps, 1–1,000.
  let historyLimit: Int
  let policies: LoopPolicies
  let tools: ToolCatalogue.Selection
  let offersCompletions: Bool
  let logLevel: Logger.Level
  /// The longest message in bytes, 65,536 or more.
  let maximumMessageBytes: Int
  /// The most bytes of an answer.
  let answerBudget: AnswerBudget

  /// - Parameters:
  ///   - standardStore: the place of state where `STATE_MANAGER` is not set.
  ///   - variable: gives a variable's value, nil where it is unset.
  /// - Throws: `ConfigurationError` naming every variable that is not as it may be.
  init(
    standardStore: Store.Kind = .memory, variable: @escaping (String) -> String?
  ) throws(ConfigurationError) {
    var reader = ConfigurationReader(variable: variable)
    store = Store(from: &reader, standard: standardStore)
    historyLimit = reader.integer(.historyLimit, in: 1...1000)
    policies = Self.policies(from: &reader)
    tools = reader.choice(.tools, ToolCatalogue.Selection.self) ?? .all
    offersCompletions = reader.bool(.completions)
    logLevel = reader.choice(.logLevel, Logger.Level.self) ?? .info
    maximumMessageBytes = reader.integer(.maximumMessageBytes, in: 65_536...Int.max)
    answerBudget = AnswerBudget(
      bytes: reader.integer(.maximumAnswerBytes, in: AnswerBudget.minimum...16_777_216))
    guard reader.problems.isEmpty else { throw ConfigurationError(problems: reader.problems) }
  }

  private static func policies(from reader: inout ConfigurationReader) -> LoopPolicies {
    var policies = LoopPolicies()
    policies.humanGate = reader.choice(.humanGate, HumanGate.self) ?? .enforced
    for type in LoopType.allCases {
      policies[type] = LoopPolicy(
        threshold: reader.integer(.threshold(of: type), in: 1...100),
        improvementThreshold: reader.integer(.improvement(of: type), in: 1...100),
        checkpointFrequency: reader.integer(.checkpoint(of: type), in: 1...20))
    }
    return policies
  }
}
