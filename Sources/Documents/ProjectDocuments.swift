// The documents of a project as a whole: its plan and its roadmap.

import Models

extension ProjectPlan {
  /// The plan as Markdown.
  ///
  /// - Parameter omitted: the names of fields that the document is not to hold.
  package func markdown(leavingOut omitted: Set<String> = []) -> String {
    let metadata = [
      ("Status", projectStatus.rawValue), ("Created", createdAt.value), ("Updated", updatedAt.value),
    ]
    return FieldDocument.projectPlan.write(fields, name: projectName, metadata: metadata, leavingOut: omitted)
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
      ("Project", projectName.value), ("Status", roadmapStatus.rawValue), ("Created", createdAt.value),
      ("Updated", updatedAt.value),
    ]
    return FieldDocument.roadmap.write(
      fields, name: roadmapTitle, metadata: metadata, specs: specs, leavingOut: omitted)
  }
}
