// Transcript: a session under examples/transcripts, and its replay.

import Foundation
import JSON

/// One of the transcripts, with the answers that are expected.
public struct Transcript: Sendable {
  /// The file's name without its ending.
  public let name: String

  /// The repository.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appendingPathComponent("examples/transcripts")

  /// All of them, by name.
  public static func all() throws -> [Transcript] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".jsonl") && !$0.hasSuffix(".expected.jsonl") }.map {
        Transcript(name: String($0.dropLast(6)))
      }
  }

  /// The path of the file of requests.
  public var path: String { Self.folder.appendingPathComponent("\(name).jsonl").path }

  /// The lines that the client sends.
  public func requests() throws -> [String] { try Self.lines("\(name).jsonl") }
  /// The lines that the server answers, with `${names}` for ids, times and cursors.
  public func expectedAnswers() throws -> [String] { try Self.lines("\(name).expected.jsonl") }

  private static func lines(_ name: String) throws -> [String] {
    let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// Sends every line, the next when the answer to the last is there, then closes the input.
  ///
  /// - Returns: a line for each answer that is not the expected one, byte by byte, ids and times by name.
  public func replay(on process: ServerProcess) throws -> [String] {
    let expected = try expectedAnswers()
    var bindings = Bindings()
    var faults: [String] = []
    var count = 0
    func check(_ answer: String) {
      let template = count < expected.count ? expected[count] : "no answer"
      count += 1
      if let mismatch = bindings.mismatch(answer, template: template) {
        faults.append("\(name), answer \(count): \(mismatch)")
      }
    }
    for line in try requests() {
      let request = bindings.fill(line)
      try process.send(request)
      if Self.isAnswered(request) { check(try process.readLine()) }
    }
    for answer in try process.finish() { check(answer) }
    if count != expected.count { faults.append("\(name): \(count) answers instead of \(expected.count)") }
    return faults
  }

  /// Everything but a notification is.
  private static func isAnswered(_ line: String) -> Bool {
    guard let message = try? JSONParser.parse(line), message.objectValue != nil else { return true }
    return message["id"] != nil || message["method"] == nil
  }
}
