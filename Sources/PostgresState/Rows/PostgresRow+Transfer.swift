// How rows become pieces of a project and back, every byte as it stands in the database.

import JSON
import Models
import Postgres
import State

extension ArchivedLoop {
  /// Reads the columns of `LoopSQL.archived`.
  init(row: PostgresRow) throws {
    let loop = try Loop(row: row)
    let reason = try row.optionalText(12)
    let place = try row.optionalInt(18).map {
      HistoryPlace(sequenceNumber: SequenceNumber(trusted: $0), addedAt: try row.timestamp(19))
    }
    if let project = try row.optionalText(20), project != loop.projectName.value {
      throw PostgresError.unreadable("a link to a spec of project \(project)", as: "link within a project")
    }
    self.init(
      loop: loop, guidedScores: try row.int(10), guidanceCount: try row.int(11),
      decisionReason: try reason.map { _ in try row.choice(Decision.Reason.self, 12) },
      feedback: try row.json(13).arrayValue ?? [],
      guidance: try (row.json(14).arrayValue ?? []).map(Self.guidance),
      objectiveFeedback: try row.optionalText(15).map {
        ObjectiveFeedback(loopID: loop.id, feedback: Text(trusted: $0), storedAt: try row.timestamp(16))
      },
      linkedAt: try row.isNull(17) ? nil : try row.timestamp(17), place: place)
  }

  /// Takes what the statement has put together, unchecked.
  private static func guidance(_ json: JSONValue) throws -> ArchivedGuidance {
    let time = json["created_at"]?.stringValue ?? ""
    guard case .success(let checked) = Timestamp.check(time) else {
      throw PostgresError.unreadable(time, as: "timestamp")
    }
    return ArchivedGuidance(
      position: GuidancePosition(trusted: json["position"]?.intValue ?? 0),
      iteration: IterationNumber(trusted: json["iteration"]?.intValue ?? 0),
      feedback: Text(trusted: json["feedback"]?.stringValue ?? ""), createdAt: Timestamp(trusted: checked))
  }

  /// The values of `LoopSQL.restore`.
  var parameters: [PostgresValue] {
    get throws {
      let guidance = String(decoding: try JSONModelEncoder.encode(guidance), as: UTF8.self)
      return [
        .text(loop.id.value), .text(loop.projectName.value), .text(loop.loopType.rawValue),
        .text(loop.status.rawValue), .int(loop.currentScore.value), .ints(loop.scoreHistory.map(\.value)),
        .int(loop.iteration), .text(loop.createdAt.value), .text(loop.updatedAt.value),
        .text(JSONValue.array(feedback).text), .int(guidedScores), .int(guidanceCount),
        PostgresValue(decisionReason?.rawValue), .text(guidance), PostgresValue(objectiveFeedback?.feedback.value),
        PostgresValue(objectiveFeedback?.storedAt.value), PostgresValue(loop.specName?.value),
        PostgresValue(linkedAt?.value), PostgresValue(place?.sequenceNumber.value), PostgresValue(place?.addedAt.value),
      ]
    }
  }
}

extension ArchivedSpec {
  /// Reads the columns of `SpecSQL.next` and `SpecSQL.nextVersion`.
  init(row: PostgresRow) throws {
    self.init(spec: try Spec(row: row), changedFields: try row.texts(SpecSQL.changedFieldsColumn))
  }
}

extension ProjectPlan {
  /// Reads the columns of `ProjectSQL.plan`.
  init(row: PostgresRow) throws {
    self.init(
      projectName: try row.value(Name.self, 0), fields: try row.uncheckedTexts(ProjectPlanFields.self, from: 3),
      projectStatus: try row.choice(ProjectStatus.self, 3 + ProjectPlanFields.all.count),
      createdAt: try row.timestamp(1), updatedAt: try row.timestamp(2))
  }

  /// The values of `ProjectSQL.restorePlan`.
  var parameters: [PostgresValue] {
    [.text(projectName.value), .text(createdAt.value), .text(updatedAt.value)]
      + ProjectPlanFields.all.map { .text(fields[keyPath: $0.path].value) } + [.text(projectStatus.rawValue)]
  }
}

extension Roadmap {
  /// Reads the columns of `ProjectSQL.roadmap`.
  init(row: PostgresRow) throws {
    self.init(
      projectName: try row.value(Name.self, 0), roadmapTitle: try row.optionalValue(Name.self, 3),
      fields: try row.uncheckedTexts(RoadmapFields.self, from: 4),
      roadmapStatus: try row.choice(RoadmapStatus.self, 4 + RoadmapFields.all.count),
      createdAt: try row.timestamp(1), updatedAt: try row.timestamp(2))
  }

  /// The values of `ProjectSQL.restoreRoadmap`.
  var parameters: [PostgresValue] {
    [.text(projectName.value), .text(createdAt.value), .text(updatedAt.value), PostgresValue(roadmapTitle?.value)]
      + RoadmapFields.all.map { .text(fields[keyPath: $0.path].value) } + [.text(roadmapStatus.rawValue)]
  }
}

extension PostgresRow {
  /// The texts as they are: psql may have written some that no tool would have taken.
  fileprivate func uncheckedTexts<Fields: FieldGroup>(_ type: Fields.Type, from first: Int) throws -> Fields {
    let any = JSONObject(Fields.all.map { JSONObject.Member(key: $0.name, value: "x") })
    var fields = try ModelDecoder.decode(type, from: .object(any))
    for (index, field) in Fields.all.enumerated() {
      fields[keyPath: field.path] = Text(trusted: try text(first + index))
    }
    return fields
  }

  fileprivate func json(_ column: Int) throws -> JSONValue {
    try withUTF8(column) { bytes in try JSONParser.parse(bytes) } ?? .null
  }
}
