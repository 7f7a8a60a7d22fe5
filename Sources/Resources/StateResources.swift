// StateResources: projects with their documents and loops, as resources to look at.

import Documents
import JSON
import MCP
import Models
import State

/// The resources of a server.
public struct StateResources: ResourceSource {
  private let state: any StateManager

  /// Makes the resources of a state.
  public init(on state: any StateManager) { self.state = state }

  public let templates = [
    ResourceTemplate(
      uriTemplate: "respec://projects/{project}", name: "project",
      description: "A project: its documents, specs and active loops."),
    ResourceTemplate(
      uriTemplate: "respec://projects/{project}/plan", name: "plan", description: "A project's plan."),
    ResourceTemplate(
      uriTemplate: "respec://projects/{project}/roadmap", name: "roadmap",
      description: "A project's roadmap, with its specs."),
    ResourceTemplate(
      uriTemplate: "respec://projects/{project}/specs/{spec}", name: "spec",
      description: "A technical spec as it is now."),
    ResourceTemplate(
      uriTemplate: "respec://projects/{project}/specs/{spec}/versions/{version}", name: "spec version",
      description: "A technical spec at a version."),
    ResourceTemplate(
      uriTemplate: "respec://projects/{project}/loops/{loop}", name: "loop",
      description: "A refinement loop: its scores, the last feedback and what it waits for."),
  ]

  // MARK: The list

  /// The number of projects on a page, each with its documents, specs and active loops.
  private static let projectsPerPage: Limit = 3

  public func list(after cursor: String?) throws(FeatureFailure) -> FeatureCall<ResourcePage> {
    let place = try cursor.map { text throws(FeatureFailure) in
      guard case .success(let value) = Cursor<ChangeKey>.check(text) else {
        throw .invalid("This cursor was never given out: leave it out, or take nextCursor of the last page.")
      }
      return Cursor<ChangeKey>(trusted: value)
    }
    return FeatureCall(footprint: Footprint(reads: [[]])) { [state] () async throws(FeatureFailure) in
      try await Self.reading { () async throws(Failure) in
        let page = try await state.projects(matching: nil, after: place, limit: Self.projectsPerPage)
        var resources = place == nil ? [try await entry(.projects, "projects", "All projects.")] : []
        for project in page.elements { resources += try await entries(of: project.projectName) }
        return ResourcePage(resources: resources.compactMap { $0 }, next: page.next?.value)
      }
    }
  }

  private func entries(of project: Name) async throws(Failure) -> [Resource?] {
    let picture = try await state.picture(of: project)
    var entries = [try await entry(.project(project), project.value, "Project \(project).")]
    if picture.projectStatus != nil { entries.append(try await entry(.plan(project), "plan", "Plan of \(project).")) }
    if picture.roadmapStatus != nil {
      entries.append(try await entry(.roadmap(project), "roadmap", "Roadmap of \(project)."))
    }
    for spec in picture.specs {
      let uri = ResourceURI.spec(project, spec.specName)
      entries.append(try await entry(uri, spec.specName.value, "Spec \(spec.phaseName) of \(project)."))
    }
    for active in picture.activeLoops {
      let uri = ResourceURI.loop(project, active.loop.id)
      let subject = active.loop.specName.map { " on \($0)" } ?? ""
      entries.append(
        try await entry(uri, "loop \(active.loop.id)", "Loop \(active.loop.loopType.rawValue)\(subject) of \(project).")
      )
    }
    return entries
  }

  /// Nil for something that was deleted meanwhile.
  private func entry(_ uri: ResourceURI, _ name: String, _ description: String) async throws(Failure) -> Resource? {
    do throws(Failure) {
      let size = try await text(of: uri).utf8.count
      return Resource(uri: uri.text, name: name, description: description, size: size)
    } catch {
      if error.code == .notFound { return nil }
      throw error
    }
  }

  // MARK: Reading

  public func read(_ uri: String) throws(FeatureFailure) -> FeatureCall<String> {
    guard let resource = ResourceURI(uri) else {
      throw .notFound("There is no resource of this form: resources/templates/list has the forms.")
    }
    let footprint = Footprint(reads: resource.project.map { [[$0.value]] } ?? [[]])
    return FeatureCall(footprint: footprint) { () async throws(FeatureFailure) in
      try await Self.reading { () async throws(Failure) in try await text(of: resource) }
    }
  }

  private func text(of resource: ResourceURI) async throws(Failure) -> String {
    switch resource {
    case .projects:
      let page = try await state.projects(matching: nil, after: nil, limit: ProjectPages.maximumProjects)
      return ProjectPages.all(page.elements, isCut: page.next != nil)
    case .project(let project): return ProjectPages.one(try await state.picture(of: project), state.policies)
    case .plan(let project): return try await state.plan(of: project).markdown()
    case .roadmap(let project): return try await state.roadmap(of: project).markdown()
    case .spec(let project, let spec):
      return SpecDocument(try await state.spec(.named(project: project, spec: spec), version: nil)).markdown
    case .specVersion(let project, let spec, let version):
      return SpecDocument(try await state.spec(.named(project: project, spec: spec), version: version)).markdown
    case .loop(let project, let id):
      let loop = try await state.loop(id)
      guard loop.projectName == project else { throw Failure.noSuchLoop(id) }
      return LoopPage.text(
        try await state.history(of: id, after: nil, limit: LoopPage.maximumFeedbacks), state.policies)
    }
  }

  private static func reading<Value>(
    _ body: () async throws(Failure) -> Value
  ) async throws(FeatureFailure) -> Value {
    do throws(Failure) {
      return try await body()
    } catch {
      switch error.code {
      case .notFound: throw .notFound(error.message)
      case .invalidInput: throw .invalid(error.message)
      default: throw .failed(error.message)
      }
    }
  }
}
