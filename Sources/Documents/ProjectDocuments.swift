// The documents of a project as a whole: its plan and its roadmap.

import Models

extension ProjectPlan {
  /// The plan as Markdown.
  ///
  /// - Parameter omitted: the names of fields that the document is not to hold.
  package func markdown(leavingOut omitted: Set<String> = []) -> String {
    let metadata = [
      ("Status", self.status.rawValue), ("Version", "\(version)"), ("Created", createdAt.value),
      ("Updated", updatedAt.value),
    ]
    return FieldDocument.projectPlan.write(
      self.fields, self.additionalSections, name: projectName, metadata: metadata, leavingOut: omitted)
  }
}

extension Roadmap {
  /// The roadmap as Markdown.
  ///
  /// - Parameters:
  ///   - specs: lines for the chapter on specs; nil for none.
  ///   - omitted: the names of fields that the document is not to hold.
  package func markdown(specs: [String]? = nil, leavingOut omitted: Set<String> = []) -> String {
    let metadata = [
      ("Project", projectName.value), ("Status", self.status.rawValue), ("Version", "\(version)"),
      ("Created", createdAt.value), ("Updated", updatedAt.value),
    ]
    return FieldDocument.roadmap.write(
      self.fields, self.additionalSections, name: self.title, metadata: metadata, specs: specs, leavingOut: omitted)
  }
}
