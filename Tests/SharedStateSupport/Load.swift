// Load: several server processes under load, each on a thread of its own.

import Foundation
import Synchronization
import TestSupport

/// The test's word to the running writers.
public final class LoadControl: Sendable {
  /// The error codes that may come; those of the faults that the test makes.
  public let allowed: Set<String>
  /// True where a call with an idempotency key may never end as `outcome_unknown`.
  public let keysSettle: Bool
  private let isEnding = Atomic<Bool>(false)

  /// Writers of which every call is to succeed, unless told otherwise.
  public init(allowed: Set<String> = [], keysSettle: Bool = true) {
    self.allowed = allowed
    self.keysSettle = keysSettle
  }

  /// From now on each writer ends with its next success.
  public var mustSucceed: Bool { isEnding.load(ordering: .relaxed) }
  /// Lets each writer succeed once more.
  public func end() { isEnding.store(true, ordering: .relaxed) }
}

/// Running writers.
public final class Load: Sendable {
  private let control: LoadControl
  private let reports = Mutex<[LoadReport]>([])
  private let group = DispatchGroup()

  /// Starts a thread for each plan.
  public init(_ plans: [WritingPlan], _ control: LoadControl = LoadControl(), seed: UInt64) {
    self.control = control
    for (index, plan) in plans.enumerated() {
      group.enter()
      Thread.detachNewThread { [self] in
        let report = Self.run(plan, control, seed: seed &+ UInt64(index))
        reports.withLock { $0.append(report) }
        group.leave()
      }
    }
  }

  private static func run(_ plan: WritingPlan, _ control: LoadControl, seed: UInt64) -> LoadReport {
    var report = LoadReport()
    do {
      var writers = try Writers(plan, control, seed: seed)
      do { try writers.run() } catch { report.faults.append("\(plan.name): \(error)") }
      let failures = report.faults
      report = writers.report
      report.faults += failures
    } catch {
      report.faults.append("\(plan.name): \(error)")
    }
    return report
  }

  /// True when all writers have ended by themselves.
  public var isOver: Bool { group.wait(timeout: .now()) == .success }

  /// Lets each writer succeed once more and returns everything that was done.
  public func end(within seconds: Double = 60) -> LoadReport {
    control.end()
    return result(within: seconds)
  }

  /// Waits until all writers have ended.
  public func result(within seconds: Double = 60) -> LoadReport {
    var total = LoadReport()
    if group.wait(timeout: .now() + seconds) != .success { total.faults.append("the load did not end") }
    for report in reports.withLock({ $0 }) { total.add(report) }
    return total
  }
}
