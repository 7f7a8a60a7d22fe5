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
    let sections = spec["additional_sections"]!.arrayValue!
    let place = isField ? nil : sections.firstIndex { $0["name"]?.stringValue == field }
    guard let old = isField ? spec[field] : place.flatMap({ sections[$0]["text"] }) else {
      return refuse(field, "edits[\(index)].field")
    }
    let new = edited(Array((old.stringValue ?? "").utf8), edit)
    if SpecField.frozen.contains(field) {
      if withoutBlankEnds(new.map { .string(String(decoding: $0, as: UTF8.self)) }) != withoutBlankEnds(old) {
        frozen.append("edits[\(index)].field")
      }
      return
    }
    guard var new else { return refuse(field, "edits[\(index)].old_text") }
    // As documents hold texts: line feeds alone as line ends, none at the beginning and the end.
    while let end = new.indices.dropFirst().first(where: { new[$0 - 1] == 0x0D && new[$0] == 0x0A }) {
      new.remove(at: end - 1)
    }
    while new.first == 0x0A || new.first == 0x0D { new.removeFirst() }
    while new.last == 0x0A || new.last == 0x0D { new.removeLast() }
    while new.first == 0x0A { new.removeFirst() }
    let text = JSONValue.string(String(decoding: new, as: UTF8.self))
    if let place {
      let left: [JSONValue] = new.isEmpty ? [] : [["name": .string(field), "text": text]]
      spec["additional_sections"] = .array(sections[..<place] + left + sections[(place + 1)...])
    } else {
      spec[field] = new.isEmpty ? .null : text
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
