// RandomOperations: a seeded run of random operations on a state manager beside the reference.

import JSON
import Models
import State

/// A run of random operations. The same seed gives the same operations, whatever manager answers them, as long as it
/// answers right.
public struct RandomOperations {
  /// The seed, from which all operations follow.
  public let seed: UInt64
  /// The number of operations.
  public let count: Int

  /// A run of `count` operations.
  public init(seed: UInt64, count: Int) {
    self.seed = seed
    self.count = count
  }

  /// A call as it was made, so that it can be made again.
  private struct Call {
    let operation: Operation
    let key: String?
  }

  /// Runs the operations.
  ///
  /// - Throws: `Mismatch` at the first answer that is not the reference's, naming the seed and the operation.
  public func run(makeManager: @escaping MakeManager) async throws {
    let policy = LoopPolicy(threshold: 80, improvementThreshold: 5, checkpointFrequency: 4)
    let context = ContractContext(makeManager: makeManager)
    let gate = HumanGate.allCases[Int(seed % 3)]
    let policies = LoopPolicies(
      threshold: policy.threshold, improvement: policy.improvementThreshold, checkpoint: policy.checkpointFrequency,
      gate: gate)
    let manager = try await context.manager(policies: policies, historyLimit: 4)
    let performer = OperationPerformer(manager: manager, token: context.token)
    var generator = OperationGenerator(seed: seed, token: context.token)
    var reference = ReferenceState(rules: ReferenceRules(policy: policy, gate: gate), historyLimit: 4)
    var keyed: [Call] = []
    var (lastChange, changeCount) = (try await performer.lastChange(), 0)
    for step in 1...count {
      advance(context.clock, &generator)
      let call = nextCall(&generator, &keyed)
      if call.operation.tool == "create_loop" { context.ids.drawNext([generator.id()]) }
      if call.operation.tool == "create_spec" { context.specIDs.drawNext([generator.id()]) }
      let actual = try await performer.perform(call.operation, once: idempotent(call, context))
      let expected = reference.apply(
        call.operation, key: call.key, at: context.clock.now.value, actual: actual)
      try expect(
        actual == expected,
        """
        seed \(seed), operation \(step) of \(count): \(call.operation) with key \(call.key ?? "none")
        got      \(actual.text)
        expected \(expected.text)
        """)
      if step % 10 == 0 || step == count {
        let new = try await performer.newChanges(above: lastChange)
        let expected = reference.changes.dropFirst(changeCount)
        try expect(
          new.changes.elementsEqual(expected),
          """
          seed \(seed), the record after operation \(step) of \(count)
          got      \(JSONValue.array(new.changes).text)
          expected \(JSONValue.array(Array(expected)).text)
          """)
        (lastChange, changeCount) = (new.last, reference.changes.count)
      }
      if call.operation.tool == "create_loop", let id = actual["id"]?.stringValue, !generator.loops.contains(id) {
        generator.loops.append(id)
      }
    }
  }

  /// Time often stands still, and sometimes goes back: clocks of machines differ.
  private func advance(_ clock: TestClock, _ generator: inout OperationGenerator) {
    if generator.chance(50) { clock.advance(microseconds: Int64(generator.number(0...2_000_000))) }
    if generator.chance(2) { clock.advance(microseconds: -1_500_000) }
  }

  /// A new call, often with a key that may have been used, or one made before.
  private func nextCall(_ generator: inout OperationGenerator, _ keyed: inout [Call]) -> Call {
    if !keyed.isEmpty && generator.chance(4) { return generator.pick(keyed) }
    let operation = generator.next()
    guard operation.isWriting && generator.chance(20) else { return Call(operation: operation, key: nil) }
    let call = Call(operation: operation, key: "key \(generator.number(1...200))")
    keyed.append(call)
    return call
  }

  private func idempotent(_ call: Call, _ context: ContractContext) -> IdempotentCall? {
    guard let key = call.key else { return nil }
    return IdempotentCall(
      tool: call.operation.tool, key: IdempotencyKey(trusted: "\(key) \(context.token)"),
      fingerprint: Fingerprint(arguments: call.operation.arguments))
  }
}
