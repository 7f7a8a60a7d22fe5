// UnknownArguments: names that a tool does not have, with the ones that were probably meant.

import JSON
import Models

/// Finds the arguments that a tool does not have.
struct UnknownArguments {
  let arguments: JSONObject
  let declared: DeclaredArguments

  /// A message has room for a million names: an answer names so many of them and counts the rest.
  private static let maximumNamed = 100

  /// One for each unknown name. Only the first lists the known ones: a model pays for every word.
  var violations: [Violation] {
    let unknown = arguments.members.filter { !declared.names.contains($0.key) }
    if unknown.isEmpty { return [] }
    let list = declared.names.joined(separator: ", ")
    let named = unknown.prefix(Self.maximumNamed).enumerated().map { index, member in
      violation(of: member, allowed: index == 0 ? list : "the names above")
    }
    guard unknown.count > Self.maximumNamed else { return named }
    return named + [
      Violation(
        path: "arguments", problem: "\(unknown.count - Self.maximumNamed) more unknown arguments",
        allowed: "the names above", got: "\(arguments.members.count) arguments")
    ]
  }

  private func violation(of member: JSONObject.Member, allowed: String) -> Violation {
    let got = JSONValue.string(member.key).abbreviated
    let isLong = member.key.utf8.count > Name.maximumScalars
    return Violation(
      path: isLong ? got : member.key, problem: "unknown argument" + (isLong ? "" : hint(for: member)),
      allowed: allowed, got: got)
  }

  /// The remedy for an argument that does not exist, where the intended one can be guessed.
  private func hint(for member: JSONObject.Member) -> String {
    if let inner = member.value.objectValue, inner.keys.contains(where: declared.names.contains) {
      return ": give its members as arguments of their own"
    }
    // Arguments that are there already were not meant; required ones that are missing were meant most likely.
    let free = declared.names.filter { arguments[$0] == nil }
    let missing = free.filter(declared.required.contains)
    let closest = [missing, free].lazy.compactMap { ClosestNames.find(to: member.key, among: $0).first }.first
    return closest.map { ", did you mean \($0)?" } ?? ""
  }
}
