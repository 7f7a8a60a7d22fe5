// AnswerTemplate: a line to compare with, in which ids, times and cursors stand as ${names}.
//
// Names that begin with `time` stand for a time, with `cursor` for a cursor, `actor`, `host` and `process` for those of the
// server, all others for an id. A name stands for one
// value: the first line that has it binds it, every later one must have the same.

/// The values of names, found in answers so far.
public struct Bindings {
  /// The value of each name that has been bound.
  public private(set) var values: [String: String] = [:]

  /// No name is bound yet.
  public init() {}

  /// `line` with every known name replaced by its value.
  public func fill(_ line: String) -> String {
    values.reduce(line) { $0.replacing("${\($1.key)}", with: $1.value) }
  }

  /// Compares an answer with its template, byte by byte, and binds the names that are new.
  ///
  /// - Returns: the first difference; nil when there is none.
  public mutating func mismatch(_ answer: String, template: String) -> String? {
    var wanted = Substring(template)
    var got = Substring(answer)
    while let hole = wanted.firstRange(of: "${"), let end = wanted[hole.upperBound...].firstIndex(of: "}") {
      guard take(wanted[..<hole.lowerBound], from: &got) else { break }
      let name = String(wanted[hole.upperBound..<end])
      wanted = wanted[hole.lowerBound...]
      guard let value = take(valueOf: name, from: &got) else { break }
      values[name] = value
      wanted = wanted[end...].dropFirst()
    }
    guard !wanted.utf8.elementsEqual(got.utf8) else { return nil }
    return Self.difference(wanted, got)
  }

  private func take(_ literal: Substring, from text: inout Substring) -> Bool {
    guard text.utf8.starts(with: literal.utf8) else { return false }
    text = text[text.utf8.index(text.startIndex, offsetBy: literal.utf8.count)...]
    return true
  }

  private func take(valueOf name: String, from text: inout Substring) -> String? {
    if let value = values[name] { return take(value[...], from: &text) ? value : nil }
    if ["actor", "host", "process"].contains(name) {
      let value = text.prefix { name == "process" ? $0.isASCII && $0.isNumber : $0 != "\"" && $0 != "\\" }
      text = text[value.endIndex...]
      return value.isEmpty ? nil : String(value)
    }
    let value = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=:.~".contains($0)) }
    let candidate = name.hasPrefix("time") ? value.prefix(27) : name.hasPrefix("cursor") ? value : value.prefix(8)
    guard Self.isValue(candidate, of: name) else { return nil }
    text = text[candidate.endIndex...]
    return String(candidate)
  }

  private static func isValue(_ text: Substring, of name: String) -> Bool {
    if name.hasPrefix("time") {
      return text.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/#) != nil
    }
    if name.hasPrefix("cursor") { return !text.isEmpty }
    return text.wholeMatch(of: #/[0-9a-f]{8}/#) != nil
  }

  /// Both texts from where they begin to differ, with a little of what is before.
  private static func difference(_ wanted: Substring, _ got: Substring) -> String {
    let same = zip(wanted.utf8, got.utf8).prefix { $0 == $1 }.count
    func excerpt(_ text: Substring) -> String {
      String(decoding: text.utf8.dropFirst(max(0, same - 60)).prefix(400), as: UTF8.self)
    }
    return "wanted …\(excerpt(wanted))\n   got …\(excerpt(got))"
  }
}
