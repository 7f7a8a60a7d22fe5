// StateCompletions: projects, specs and loops that begin with what a person types.

import MCP
import Models
import State

/// Completes the arguments of prompts and the variables of resources.
public struct StateCompletions: CompletionSource {
  private let state: any StateManager
  private let prompts: [Prompt]
  private let templates: [ResourceTemplate]

  /// Makes completions for what a server offers.
  public init(on state: any StateManager, prompts: [Prompt], templates: [ResourceTemplate]) {
    self.state = state
    self.prompts = prompts
    self.templates = templates
  }

  /// The most entries of a project that are looked at.
  private static let maximumRead: Limit = 100

  public func completions(
    of argument: String, at place: CompletionPlace, beginning: String, given: [String: String]
  ) throws(FeatureFailure) -> FeatureCall<Completions> {
    try check(argument, at: place)
    let project = given["project"].flatMap { try? Name.check($0).get() }.map { Name(trusted: $0) }
    return FeatureCall(footprint: Footprint(reads: [[]])) { [self] () async throws(FeatureFailure) in
      do throws(Failure) {
        return try await values(of: argument, beginning, in: project)
      } catch {
        // A project that is not there yet has nothing to offer.
        if error.code == .notFound { return Completions([]) }
        throw .failed(error.message)
      }
    }
  }

  private func check(_ argument: String, at place: CompletionPlace) throws(FeatureFailure) {
    switch place {
    case .prompt(let name):
      guard let prompt = prompts.first(where: { $0.name == name }) else {
        throw .invalid("There is no prompt of this name: prompts/list has the names.")
      }
      if prompt.arguments.contains(where: { $0.name == argument }) { return }
    case .template(let uri):
      guard let template = templates.first(where: { $0.uriTemplate == uri }) else {
        throw .invalid("There is no resource of this form: resources/templates/list has the forms.")
      }
      if template.uriTemplate.contains("{\(argument)}") { return }
    }
    throw .invalid("There is no argument of this name there.")
  }

  private func values(
    of argument: String, _ beginning: String, in project: Name?
  ) async throws(Failure) -> Completions {
    switch argument {
    case "project":
      let page = try await state.projects(matching: nil, after: nil, limit: Self.maximumRead)
      return Self.matching(beginning, page.elements.map(\.projectName.value), hasMore: page.next != nil)
    case "spec":
      guard let project else { return Completions([]) }
      let page = try await state.specs(of: project, status: nil, query: nil, after: nil, limit: Self.maximumRead)
      return Self.matching(beginning, page.elements.map(\.specName.value), hasMore: page.next != nil)
    case "loop":
      guard let project else { return Completions([]) }
      let page = try await state.loops(of: project, status: nil, after: nil, limit: Self.maximumRead)
      return Self.matching(beginning, page.elements.map(\.id.value), hasMore: page.next != nil)
    default: return Completions([])
    }
  }

  /// Those that begin so, whatever their case.
  private static func matching(_ beginning: String, _ values: [String], hasMore: Bool) -> Completions {
    let start = beginning.lowercased()
    return Completions(values.filter { $0.lowercased().hasPrefix(start) }, hasMore: hasMore)
  }
}
