// DocumentPair: a Markdown document and the JSON beside it, which together are a model and have each datum once.

import Documents
import JSON
import Models

/// A kind of document that is archived as a pair of files.
struct DocumentKind: Sendable {
  /// The field that stands in the document's title; a title is always there.
  let title: String?
  /// The members of the JSON file.
  let members: [String]
  let read: @Sendable (String) -> DocumentReading

  /// The member of the JSON file for texts that the document cannot hold.
  static let exact = "exact"
}

struct DocumentPair {
  let markdown: String
  let json: JSONObject

  init(markdown: String, json: JSONObject) {
    self.markdown = markdown
    self.json = json
  }

  // MARK: Writing

  /// - Parameters:
  ///   - texts: the document's texts, by field, without the unset ones.
  ///   - rest: the members of the JSON file.
  ///   - write: the document without the fields of the given names.
  init(_ kind: DocumentKind, texts: JSONObject, rest: JSONObject, write: (Set<String>) -> String) {
    // The fields that are read back otherwise than they were: the document cannot carry them.
    func lost(from markdown: String) -> Set<String> {
      let got = kind.read(markdown).arguments
      return Set(texts.keys.filter { got[$0] != texts[$0] })
    }
    var omitted = lost(from: write([]))
    var markdown = write(omitted)
    if lost(from: markdown) != omitted || !kind.read(markdown).violations.isEmpty {
      omitted = Set(texts.keys)
      markdown = write(omitted)
    }
    let exact = lost(from: markdown)
    var json = rest
    let carried = texts.members.filter { exact.contains($0.key) }
    if !carried.isEmpty { json[DocumentKind.exact] = .object(JSONObject(carried)) }
    self.markdown = markdown
    self.json = json
  }

  // MARK: Reading

  /// The fields of both files together, what is wrong with either noted.
  ///
  /// - Parameter path: the files' path without their endings.
  static func merge(
    _ kind: DocumentKind, markdown: String, json: JSONObject, path: String, problems: inout Problems
  ) -> JSONObject {
    let reading = kind.read(markdown)
    problems.add(reading.violations, in: "\(path).md")
    problems.addUnknownMembers(of: json, known: kind.members + [DocumentKind.exact], in: "\(path).json")
    var fields = reading.arguments
    if let exact = json[DocumentKind.exact], exact.objectValue == nil {
      problems.add("\(path).json: exact", "not an object", allowed: "texts by field", got: exact.abbreviated)
    }
    for member in json[DocumentKind.exact]?.objectValue?.members ?? [] {
      if fields[member.key] != nil && member.key != kind.title {
        problems.add(
          "\(path).json: exact.\(member.key)", "stands in \(path).md too", allowed: "each text in one of the files",
          got: member.value.abbreviated)
      }
      fields[member.key] = member.value
    }
    for name in kind.members { fields[name] = json[name] }
    return fields
  }
}

extension Problems {
  mutating func addUnknownMembers(of json: JSONObject, known: [String], in path: String) {
    for key in json.keys where !known.contains(key) {
      add(
        "\(path): \(JSONValue.string(key).abbreviated)", "unknown member", allowed: known.joined(separator: ", "),
        got: json[key]?.abbreviated ?? "")
    }
  }

  /// The model that the fields of a pair of files make; nil after noting what is wrong with them.
  mutating func decode<Model: Decodable>(
    _ type: Model.Type, from fields: JSONObject, of kind: DocumentKind, path: String
  ) -> Model? {
    do {
      return try ModelDecoder.decode(type, from: .object(fields))
    } catch {
      for violation in error.violations {
        let isMember = kind.members.contains { violation.path == $0 || violation.path.hasPrefix("\($0)[") }
        add([violation], in: isMember ? "\(path).json" : "\(path).md")
      }
      return nil
    }
  }
}
