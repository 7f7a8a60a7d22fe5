// Problems: the faults in the files of an import.

import Models

/// Collects problems; of very many the first are kept and the rest counted.
struct Problems {
  private(set) var violations: [Violation] = []
  private(set) var count = 0

  private static let maximumKept = 1_000

  mutating func add(_ violation: Violation) {
    // Two models may be read from one file.
    if violations.contains(violation) { return }
    count += 1
    if violations.count < Self.maximumKept { violations.append(violation) }
  }

  /// - Parameter path: the file, from the folder that is imported.
  mutating func add(_ path: String, _ problem: String, allowed: String, got: String) {
    add(Violation(path: path, problem: problem, allowed: allowed, got: got))
  }

  /// Adds the violations of a file's fields.
  mutating func add(_ violations: [Violation], in path: String) {
    for violation in violations {
      let place = violation.path.isEmpty || violation.path == "markdown" ? path : "\(path): \(violation.path)"
      add(place, violation.problem, allowed: violation.allowed, got: violation.got)
    }
  }

  /// The refusal that names them all; nil where there are none.
  func failure(in folder: String) -> Failure? {
    guard count > 0 else { return nil }
    var details = violations
    if count > details.count {
      details.append(
        Violation(
          path: folder, problem: "\(count - details.count) more problems", allowed: "none", got: "\(count) in all"))
    }
    let what = count == 1 ? "There is a problem" : "There are \(count) problems"
    return Failure(.invalidInput, "\(what) in \(folder); nothing was changed.", details: details)
  }
}
