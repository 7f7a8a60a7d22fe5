// PeakMemory: watches how much memory a running process takes, until it ends.

import Foundation
import Synchronization

/// Looks at the process every few milliseconds on a thread of its own.
final class PeakMemory: Sendable {
  private let peak = Mutex(0)

  init(_ process: pid_t) {
    Thread.detachNewThread { [self] in
      while let bytes = Self.look(at: process) {
        peak.withLock { $0 = max($0, bytes) }
        usleep(2_000)
      }
    }
  }

  /// The most seen so far.
  var bytes: Int { peak.withLock { $0 } }

  /// The most that the process has had resident (VmHWM of proc(5)); nil when it has ended.
  private static func look(at process: pid_t) -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes << 10
  }
}
