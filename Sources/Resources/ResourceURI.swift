// ResourceURI: the names of what can be read, such as respec://projects/shop/specs/user-login.

import Models

/// A thing that can be read as a resource.
enum ResourceURI: Sendable, Hashable {
  case projects
  case project(Name)
  case plan(Name)
  case roadmap(Name)
  case spec(Name, SpecName)
  case specVersion(Name, SpecName, VersionNumber)
  case loop(Name, LoopID)

  private static let scheme = "respec://"

  /// Reads a URI; nil for one of no form, and for a name or an id that nothing can have.
  init?(_ uri: String) {
    guard uri.utf8.starts(with: Self.scheme.utf8) else { return nil }
    let path = Substring(uri.utf8.dropFirst(Self.scheme.utf8.count))
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(Self.decoded)
    guard parts.first == "projects" else { return nil }
    if parts.count == 1 {
      self = .projects
      return
    }
    guard let project: Name = Self.read(parts[1]) else { return nil }
    switch (parts.count, parts.dropFirst(2).first ?? nil) {
    case (2, _): self = .project(project)
    case (3, "plan"): self = .plan(project)
    case (3, "roadmap"): self = .roadmap(project)
    case (4, "loops"):
      guard let loop: LoopID = Self.read(parts[3]) else { return nil }
      self = .loop(project, loop)
    case (4, "specs"), (6, "specs"):
      guard let spec: SpecName = Self.read(parts[3]) else { return nil }
      self = .spec(project, spec)
      guard parts.count == 6 else { return }
      guard parts[4] == "versions", let number = parts[5].flatMap({ Int($0) }), number >= 1 else { return nil }
      self = .specVersion(project, spec, VersionNumber(trusted: number))
    default: return nil
    }
  }

  /// The URI.
  var text: String {
    let parts =
      switch self {
      case .projects: [String]()
      case .project(let project): [project.value]
      case .plan(let project): [project.value, "plan"]
      case .roadmap(let project): [project.value, "roadmap"]
      case .spec(let project, let spec): [project.value, "specs", spec.value]
      case .specVersion(let project, let spec, let version):
        [project.value, "specs", spec.value, "versions", "\(version.value)"]
      case .loop(let project, let loop): [project.value, "loops", loop.value]
      }
    return Self.scheme + (["projects"] + parts.map(Self.encoded)).joined(separator: "/")
  }

  /// The project that it belongs to; nil for all.
  var project: Name? {
    switch self {
    case .projects: nil
    case .project(let project), .plan(let project), .roadmap(let project), .spec(let project, _),
      .specVersion(let project, _, _), .loop(let project, _):
      project
    }
  }

  private static func read<Value: StringValue>(_ part: String?) -> Value? {
    guard let part, case .success(let value) = Value.check(part) else { return nil }
    return Value(trusted: value)
  }

  // MARK: Percent encoding (RFC 3986, section 2)

  private static func encoded(_ part: String) -> String {
    var text = ""
    for byte in part.utf8 {
      if isUnreserved(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }

  /// Letters, digits and `-._~`, which stand for themselves.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    return isLetter || isDigit || "-._~".utf8.contains(byte)
  }

  /// Nil for a `%` without two hexadecimal digits, and for what is no UTF-8.
  private static func decoded(_ part: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = part.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
