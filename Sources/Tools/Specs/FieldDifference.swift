// FieldDifference: the difference of one field between two versions of a spec.

import JSON
import Models

/// The difference of one field between two versions.
struct FieldDifference: Codable, Sendable, Equatable {
  /// The field's name; `additional_sections.NAME` for an additional section.
  let field: String
  /// A unified diff of the lines; an unset text has none. Its beginning where `omittedLines` is above 0.
  let diff: String
  /// The number of the diff's lines that are left out.
  let omittedLines: Int

  enum CodingKeys: String, CodingKey {
    case field, diff
    case omittedLines = "omitted_lines"
  }

  private init(_ field: String, _ from: String?, _ to: String?) {
    self.init(field: field, diff: LineDiff(from: from ?? "", to: to ?? "").unified, omittedLines: 0)
  }

  private init(field: String, diff: String, omittedLines: Int) {
    self.field = field
    self.diff = diff
    self.omittedLines = omittedLines
  }

  /// The differences with as much of each diff as fits: the short ones whole, the long ones with equal shares.
  static func fitting(_ differences: [FieldDifference], in budget: AnswerBudget) -> [FieldDifference] {
    let names = differences.reduce(0) { $0 + 6 * $1.field.utf8.count + 64 }
    var room = budget.bytes - names - 1_024
    var left = differences.count
    var fitted = differences
    for index in differences.indices.sorted(by: { differences[$0].diff.utf8.count < differences[$1].diff.utf8.count }) {
      fitted[index] = differences[index].fitting(room / left)
      room -= JSONValue.string(fitted[index].diff).text.utf8.count
      left -= 1
    }
    return fitted
  }

  /// The same with as much of the diff as fits.
  ///
  /// - Parameter room: the most bytes of the diff as JSON.
  private func fitting(_ room: Int) -> FieldDifference {
    guard diff.utf8.count > room / 6, JSONValue.string(diff).text.utf8.count > room else { return self }
    let lines = diff.split(separator: "\n", omittingEmptySubsequences: false)
    var (kept, used) = (0, 0)
    for line in lines {
      used += JSONValue.string(String(line)).text.utf8.count
      if used > room { break }
      kept += 1
    }
    let text = kept > 0 ? lines.prefix(kept).joined(separator: "\n") : diff.cut(to: room / 6)
    return FieldDifference(field: field, diff: text, omittedLines: lines.count - kept)
  }

  /// The differences, in the order of the fields in docs/contract.md, "Tables".
  ///
  /// - Parameter wanted: the fields to compare; nil for all.
  static func between(_ old: Spec, _ new: Spec, only wanted: Set<String>? = nil) -> [FieldDifference] {
    let (oldSections, newSections) = (old.additionalSections, new.additionalSections)
    let names = oldSections.names.filter { newSections[$0] == nil } + newSections.names
    var fields: [(name: String, from: String?, to: String?)] = [
      ("phase_name", old.phaseName.value, new.phaseName.value)
    ]
    fields += FlexibleFields.all.map {
      ($0.name, old.flexible[keyPath: $0.path]?.value, new.flexible[keyPath: $0.path]?.value)
    }
    fields += names.map {
      ("additional_sections.\($0)", oldSections[$0]?.value, newSections[$0]?.value)
    }
    fields.append(("spec_status", old.specStatus.rawValue, new.specStatus.rawValue))
    return fields.filter { (wanted?.contains($0.name) ?? true) && !isSame($0.from, $0.to) }.map {
      FieldDifference($0.name, $0.from, $0.to)
    }
  }

  /// Byte by byte, as the state compares.
  private static func isSame(_ left: String?, _ right: String?) -> Bool {
    left.map { Array($0.utf8) } == right.map { Array($0.utf8) }
  }
}
