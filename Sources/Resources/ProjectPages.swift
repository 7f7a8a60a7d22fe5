// ProjectPages: all projects, and one project, as pages for people.

import Models

enum ProjectPages {
  /// The most projects that the page of all has.
  static let maximumProjects: Limit = 50

  /// All projects, the latest changed first.
  static func all(_ projects: [ProjectOverview], isCut: Bool) -> String {
    let rows = projects.map { project in
      [
        PageText.link(project.projectName.value, .project(project.projectName)),
        project.projectStatus?.rawValue ?? "–", project.roadmapStatus?.rawValue ?? "–", "\(project.specCount)",
        "\(project.activeLoopCount)", "\(project.waitingLoopCount)", project.updatedAt.value,
      ]
    }
    let head = ["Project", "Plan", "Roadmap", "Specs", "Active loops", "Waiting for you", "Last change"]
    let rest = isCut ? ["", "Only the latest changed are shown."] : []
    let body = rows.isEmpty ? ["There is no project yet."] : PageText.table(head, rows) + rest
    return page(["# Projects", ""] + body)
  }

  /// One project.
  static func one(_ picture: ProjectPicture, _ policies: LoopPolicies) -> String {
    let project = picture.projectName
    let plan =
      picture.projectStatus.map { "\(PageText.link("plan", .plan(project))) (\($0.rawValue))" } ?? "no plan yet"
    let roadmap =
      picture.roadmapStatus.map { "\(PageText.link("roadmap", .roadmap(project))) (\($0.rawValue))" }
      ?? "no roadmap yet"
    var lines = ["# \(PageText.line(project.value))", "", "\(plan), \(roadmap)"]
    lines += specs(picture)
    lines += loops(picture, policies)
    return page(lines)
  }

  private static func specs(_ picture: ProjectPicture) -> [String] {
    let total = picture.specCounts.values.reduce(0, +)
    guard total > 0 else { return [] }
    let rows = picture.specs.map { spec in
      [
        PageText.link(spec.specName.value, .spec(picture.projectName, spec.specName)), spec.specStatus.rawValue,
        "\(spec.version)", spec.updatedAt.value,
      ]
    }
    return ["", "## Specs", ""] + PageText.table(["Spec", "Status", "Version", "Last change"], rows)
      + rest(total - rows.count, "specs")
  }

  private static func loops(_ picture: ProjectPicture, _ policies: LoopPolicies) -> [String] {
    guard picture.activeLoopCount > 0 else { return [] }
    let rows = picture.activeLoops.map { active in
      let loop = active.loop
      return [
        PageText.link(loop.id.value, .loop(picture.projectName, loop.id)), loop.loopType.rawValue,
        loop.specName.map { PageText.line($0.value) } ?? "–", loop.status.rawValue, "\(loop.iteration)",
        ScoreCurve.text(loop.scoreHistory), "\(policies[loop.loopType].threshold)",
      ]
    }
    let head = ["Loop", "Type", "Spec", "Status", "Iteration", "Scores", "Needed"]
    return ["", "## Active loops", ""] + PageText.table(head, rows)
      + rest(picture.activeLoopCount - rows.count, "active loops")
  }

  private static func rest(_ count: Int, _ noun: String) -> [String] {
    count > 0 ? ["", "And \(count) more \(noun)."] : []
  }

  private static func page(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }
}
