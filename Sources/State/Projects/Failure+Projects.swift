// Failures about projects that every state manager tells alike; docs/contract.md, "Projects".

import JSON
import Models

extension Failure {
  /// `not_found`: nothing was ever stored in a project of this name.
  ///
  /// - Parameter names: the names of all projects; the closest are offered.
  package static func noSuchProject(_ project: Name, among names: some Sequence<String>) -> Failure {
    let names = Array(names)
    let same = names.filter { Name(trusted: $0).folded == project.folded }
    let closest = (same + ClosestNames.find(to: project.value, among: names).filter { !same.contains($0) }).prefix(3)
    let question = closest.first.map { " Did you mean \(JSONValue.string($0).abbreviated)?" } ?? ""
    return Failure(
      .notFound, "There is no project \(quoted(project)).\(question)",
      details: [
        Violation(
          path: "project_name", problem: "not found",
          allowed: closest.isEmpty ? "list_projects shows them" : "closest: " + closest.joined(separator: ", "),
          got: quoted(project))
      ])
  }

  /// `conflict`: the first thing of a project whose name another one has, but for case, width or white space.
  package static func projectAlike(_ project: Name, _ other: Name) -> Failure {
    Failure(
      .conflict,
      "There is a project \(quoted(other)): its name differs from \(quoted(project)) in case, width or white space "
        + "alone. Use that name, or one that differs in more.",
      details: [
        Violation(
          path: "project_name", problem: "too much like that of another project", allowed: quoted(other),
          got: quoted(project))
      ])
  }

  private static func quoted(_ name: Name) -> String { JSONValue.string(name.value).abbreviated }
}
