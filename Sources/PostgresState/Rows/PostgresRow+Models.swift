// How rows become models.

import JSON
import Models
import Postgres
import State

extension PostgresRow {
  /// A checked string; the database holds nothing else.
  func value<Value: StringValue>(_ type: Value.Type, _ column: Int) throws(PostgresError) -> Value {
    Value(trusted: try text(column))
  }

  func optionalValue<Value: StringValue>(_ type: Value.Type, _ column: Int) throws(PostgresError) -> Value? {
    try optionalText(column).map { Value(trusted: $0) }
  }

  func choice<Value: Choice>(_ type: Value.Type, _ column: Int) throws(PostgresError) -> Value {
    let text = try text(column)
    guard let value = Value(rawValue: text) else { throw PostgresError.unreadable(text, as: "\(type)") }
    return value
  }

  /// A `timestamp` as ISO text: `2026-07-28 09:30:00.0001`, the fraction as short as it can be.
  func timestamp(_ column: Int) throws(PostgresError) -> Timestamp {
    let text = try text(column)
    var iso = Array("0000-00-00T00:00:00.000000Z".utf8)
    // The day and the time stand where they belong; nothing is longer than a fraction of six digits.
    for (index, byte) in text.utf8.prefix(26).enumerated() where index != 10 { iso[index] = byte }
    guard (19...26).contains(text.utf8.count),
      case .success(let value) = Timestamp.check(String(decoding: iso, as: UTF8.self))
    else { throw PostgresError.unreadable(text, as: "timestamp") }
    return Timestamp(trusted: value)
  }

  /// A model in a JSON column.
  func model<Model: Decodable>(_ type: Model.Type, _ column: Int) throws -> Model {
    let json = try withUTF8(column) { bytes in try JSONParser.parse(bytes) }
    guard let json else { throw PostgresError.unreadable("null", as: "\(type)") }
    do {
      return try ModelDecoder.decode(type, from: json)
    } catch {
      throw PostgresError.unreadable(
        "JSON (\(error.violations[0].path): \(error.violations[0].problem))", as: "\(type)")
    }
  }
}

extension PostgresRow {
  /// A group of required texts whose columns stand side by side from `first` on, in the order of `names`.
  func texts<Fields: Decodable>(_ type: Fields.Type, named names: [String], from first: Int) throws -> Fields {
    let members = try names.enumerated().map { JSONObject.Member(key: $1, value: .string(try text(first + $0))) }
    return try ModelDecoder.decode(type, from: .object(JSONObject(members)))
  }
}

extension PostgresError {
  /// A row holds what this version does not know: another version, or a hand, wrote it.
  static func unreadable(_ what: String, as type: String) -> PostgresError {
    PostgresError(.unexpectedValue, "a row holds \(what), which is no \(type)")
  }
}

extension Loop {
  /// Reads the columns of `LoopSQL.columns`, the first of which is `first`.
  init(row: PostgresRow, from first: Int = 0) throws(PostgresError) {
    self.init(
      id: try row.value(LoopID.self, first), projectName: try row.value(Name.self, first + 1),
      loopType: try row.choice(LoopType.self, first + 2), status: try row.choice(LoopStatus.self, first + 3),
      currentScore: Score(trusted: try row.int(first + 4)),
      scoreHistory: try row.ints(first + 5).map { Score(trusted: $0) }, iteration: try row.int(first + 6),
      createdAt: try row.timestamp(first + 7), updatedAt: try row.timestamp(first + 8),
      specName: try row.optionalValue(SpecName.self, first + 9))
  }
}

extension Spec {
  /// Reads the columns of `SpecSQL.columns`.
  init(row: PostgresRow) throws {
    let frozen = FrozenFields(
      objectives: try row.value(Text.self, 3), scope: try row.value(Text.self, 4),
      dependencies: try row.value(Text.self, 5), deliverables: try row.value(Text.self, 6))
    let version = SpecSQL.frozenColumnCount
    var flexible = FlexibleFields()
    for (index, field) in FlexibleFields.all.enumerated() {
      flexible[keyPath: field.path] = try row.optionalValue(FlexibleText.self, version + 1 + index)
    }
    let rest = version + 1 + FlexibleFields.all.count
    self.init(
      id: try row.value(SpecID.self, 0), projectName: try row.value(Name.self, 1),
      specName: try row.value(SpecName.self, 2), phaseName: try row.value(Name.self, version), frozen: frozen,
      flexible: flexible, additionalSections: try row.model(AdditionalSections.self, rest),
      iteration: try row.int(rest + 1), version: try row.int(rest + 2),
      specStatus: try row.choice(SpecStatus.self, rest + 3), createdAt: try row.timestamp(version - 1),
      updatedAt: try row.timestamp(rest + 4))
  }

  /// The values of the columns that never change, in the order of `SpecSQL.create`.
  var frozenParameters: [PostgresValue] {
    [.text(id.value), .text(projectName.value), .text(specName.value)]
      + FrozenFields.all.map { .text(frozen[keyPath: $0.path].value) } + [.text(createdAt.value)]
  }

  /// The values of what is of one version, in the order of `SpecSQL.update`.
  func versionParameters(changedFields: [String]) throws -> [PostgresValue] {
    let sections = String(decoding: try JSONModelEncoder.encode(additionalSections), as: UTF8.self)
    return [.text(phaseName.value)] + FlexibleFields.all.map { PostgresValue(flexible[keyPath: $0.path]?.value) }
      + [
        .text(sections), .int(iteration), .int(version), .text(specStatus.rawValue), .text(updatedAt.value),
        .texts(changedFields),
      ]
  }
}

extension SpecSummary {
  /// Reads the columns of `SpecSQL.summaryColumns`.
  init(row: PostgresRow, similarity: Double? = nil) throws(PostgresError) {
    self.init(
      specName: try row.value(SpecName.self, 0), phaseName: try row.value(Name.self, 1),
      specStatus: try row.choice(SpecStatus.self, 2), iteration: try row.int(3), version: try row.int(4),
      updatedAt: try row.timestamp(5), similarity: similarity)
  }
}
