// JSONValue+RepeatedName: the first name that stands twice in one object: readers differ on which of the two counts.

import JSON
import Models

extension JSONValue {
  /// The path of the first member, from the top down, whose name its object has had before, such as `feedback[0].score`;
  /// nil where every name stands once.
  var repeatedName: String? {
    switch self {
    case .object(let object):
      // By bytes: two names that look alike may be two names.
      var names: Set<[UInt8]> = []
      for member in object.members {
        let name = member.key.utf8.allSatisfy(Self.isPlain) ? member.key : JSONValue.string(member.key).abbreviated
        if !names.insert(Array(member.key.utf8)).inserted { return name }
        if let inner = member.value.repeatedName { return name + (inner.hasPrefix("[") ? "" : ".") + inner }
      }
      return nil
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        if let inner = element.repeatedName { return "[\(index)]" + (inner.hasPrefix("[") ? "" : ".") + inner }
      }
      return nil
    default: return nil
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || byte == UInt8(ascii: "_")
  }
}
