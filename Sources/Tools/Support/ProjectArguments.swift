// The arguments of the tools that take a project and little else.

import Models

/// Of a tool that reads a project.
struct ProjectArguments: ToolArguments {
  let projectName: Name

  enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
  }
}

/// Of a tool that changes a project.
struct ProjectWriteArguments: ToolArguments {
  let projectName: Name
  let idempotencyKey: IdempotencyKey?

  enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case idempotencyKey = "idempotency_key"
  }
}

/// Of a tool that reads a project's roadmap or plan.
struct ProjectDocumentArguments: ToolArguments {
  let projectName: Name
  let version: VersionNumber?
  let sections: TextList?
  let startLine: LineNumber?
  let lineCount: LineNumber?

  enum CodingKeys: String, CodingKey {
    case projectName = "project_name"
    case version, sections
    case startLine = "start_line"
    case lineCount = "line_count"
  }

  static let ownNotes = PartRequest.notes

  var part: PartRequest { PartRequest(sections: sections, startLine: startLine, lineCount: lineCount) }
}
