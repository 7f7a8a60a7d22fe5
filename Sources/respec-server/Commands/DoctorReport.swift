// DoctorReport: findings as text and as JSON.

import Doctor
import JSON

struct DoctorReport {
  let findings: [Finding]

  /// The worst level.
  var status: Finding.Level { findings.map(\.level).max() ?? .ok }

  /// A line a finding; cause and fix under what is not ok. Without the last line feed.
  var text: String { findings.map(Self.text).joined(separator: "\n") }

  private static func text(_ finding: Finding) -> String {
    let first = "\(finding.level.rawValue.padded(to: 7))  \(finding.check.padded(to: 10))  \(finding.found.printable)"
    let more = [("cause", finding.cause), ("fix", finding.fix)].compactMap { label, text in
      text.map { "         \((label + ":").padded(to: 6)) \($0.printable)" }
    }
    return ([first] + more).joined(separator: "\n")
  }

  /// `{"version":…,"status":…,"findings":[{"check":…,"level":…,"found":…,"cause":…,"fix":…}]}` on one line.
  func json() throws -> String {
    let document = Document(version: Version.current, status: status, findings: findings)
    return String(decoding: try JSONModelEncoder.encode(document), as: UTF8.self)
  }

  private struct Document: Encodable {
    let version: String
    let status: Finding.Level
    let findings: [Finding]
  }
}
