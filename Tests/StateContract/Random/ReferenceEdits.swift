// The reference's edits: every place of a passage is found by looking at each byte of the text.

import JSON

struct ReferenceEdits {
  private(set) var spec: JSONObject
  /// The paths of the edits that would change a frozen field.
  private(set) var frozen: [String] = []
  /// The paths of the edits that do not fit, of each text the first.
  private(set) var faults: [String] = []
  private var faulty: Set<String> = []

  init(_ spec: JSONObject) { self.spec = spec }

  mutating func make(_ edit: JSONValue, at index: Int) {
    let field = edit["field"]!.stringValue!
    guard !faulty.contains(field) else { return }
    let isField = (SpecField.frozen + SpecField.flexible).contains(field)
    let sections = spec["additional_sections"]!.objectValue!
    guard let old = isField ? spec[field] : sections[field] else { return refuse(field, "edits[\(index)].field") }
    let new = edited(Array((old.stringValue ?? "").utf8), edit)
    if SpecField.frozen.contains(field) {
      if new.map({ JSONValue.string(String(decoding: $0, as: UTF8.self)) }) != old {
        frozen.append("edits[\(index)].field")
      }
      return
    }
    guard var new else { return refuse(field, "edits[\(index)].old_text") }
    while new.last == UInt8(ascii: "\n") { new.removeLast() }
    let text: JSONValue? = new.isEmpty ? nil : JSONValue.string(String(decoding: new, as: UTF8.self))
    if isField {
      spec[field] = text ?? .null
    } else {
      var sections = sections
      sections[field] = text
      spec["additional_sections"] = .object(sections)
    }
  }

  private mutating func refuse(_ field: String, _ path: String) {
    faulty.insert(field)
    faults.append(path)
  }

  private func edited(_ text: [UInt8], _ edit: JSONValue) -> [UInt8]? {
    let (old, new) = (Array(edit["old_text"]!.stringValue!.utf8), Array(edit["new_text"]!.stringValue!.utf8))
    let found = places(of: old, in: text)
    if found.count == 1 { return Array(text[..<found[0]]) + new + text[(found[0] + old.count)...] }
    return found.isEmpty && !new.isEmpty && places(of: new, in: text).count == 1 ? text : nil
  }

  private func places(of passage: [UInt8], in text: [UInt8]) -> [Int] {
    text.indices.filter { text[$0...].starts(with: passage) }
  }
}
