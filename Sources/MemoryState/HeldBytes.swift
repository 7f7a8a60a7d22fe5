// HeldBytes: the memory that each kind of thing in the state takes up, about: its texts, and a fixed part.
//
// The fixed parts follow from the storage of Swift's collections. A dictionary is between three eighths and three quarters
// full, and while it grows the old storage stands beside the new one: up to four times its elements, three on average.
// An array is at least half full, and grows likewise: twice its elements.

import Models

extension StringValue {
  /// The bytes beside the value itself, which has texts of up to 15 bytes in it; others stand behind a head of 32 bytes,
  /// in blocks of the allocator.
  var heldBytes: Int { value.utf8.count > 15 ? 64 + value.utf8.count : 0 }
}

extension Optional where Wrapped: StringValue {
  var heldBytes: Int { self?.heldBytes ?? 0 }
}

extension ValueList {
  var heldBytes: Int {
    values.reduce(values.isEmpty ? 0 : 64) { $0 + 2 * MemoryLayout<Element>.stride + $1.heldBytes }
  }
}

extension LoopRecord {
  /// Of a loop as it is created, with its places in its project.
  static func heldBytes(ofNew loop: Loop) -> Int {
    3 * MemoryLayout<(LoopID, LoopRecord)>.stride + 2 * MemoryLayout<CreationKey>.stride
      + 2 * MemoryLayout<QueuedLoop>.stride + loop.projectName.heldBytes + loop.specName.heldBytes
      + loop.reviewers.reduce(0) { $0 + 4 * MemoryLayout<CriticAgent>.stride + $1.heldBytes }
  }
}

extension CriticFeedback {
  /// With its score.
  var heldBytes: Int {
    2 * MemoryLayout<CriticFeedback>.stride + 2 * MemoryLayout<Score>.stride + assessmentSummary.heldBytes
      + detailedFeedback.heldBytes + keyIssues.heldBytes + recommendations.heldBytes + blockers.heldBytes
  }
}

extension HumanGuidance {
  var heldBytes: Int { 2 * MemoryLayout<HumanGuidance>.stride + feedback.heldBytes }
}

extension SpecUpdate {
  /// Of a version, with all its texts: those that it shares with the version before are counted twice.
  var heldBytes: Int {
    let fixed = FrozenFields.all.reduce(0) { $0 + spec.frozen[keyPath: $1.path].heldBytes }
    let flexible = FlexibleFields.all.reduce(0) { $0 + spec.flexible[keyPath: $1.path].heldBytes }
    let sections = spec.additionalSections.heldBytes
    let names = spec.projectName.heldBytes + spec.specName.heldBytes + spec.phaseName.heldBytes
    let own = 2 * MemoryLayout<SpecUpdate>.stride + changedFields.count * MemoryLayout<String>.stride + 32
    return own + names + fixed + flexible + sections
  }
}

extension SpecRecord {
  /// Of a spec without its versions: its places in its project and among the ids.
  static let ownBytes =
    3 * (MemoryLayout<(SpecName, SpecRecord)>.stride + MemoryLayout<SpecID>.stride) + 2 * MemoryLayout<SpecName>.stride
}

extension ProjectRecord {
  /// Of a project with nothing in it yet.
  ///
  /// - Parameter folded: what is compared of its name.
  static func heldBytes(ofNew name: Name, folded: String) -> Int {
    3 * (MemoryLayout<(Name, ProjectRecord)>.stride + MemoryLayout<(String, Name)>.stride) + 320 + name.heldBytes
      + folded.utf8.count
  }
}

extension DocumentVersion {
  /// Of a version, with all its texts: those that it shares with the version before are counted twice.
  var heldBytes: Int {
    let texts = document.fields.texts.reduce(0) { $0 + $1.text.heldBytes }
    let own = 2 * MemoryLayout<DocumentVersion>.stride + changedFields.count * MemoryLayout<String>.stride + 32
    return own + document.projectName.heldBytes + document.title.heldBytes + texts
      + document.additionalSections.heldBytes
  }
}

extension AdditionalSections {
  fileprivate var heldBytes: Int {
    sections.reduce(0) { sum, section in
      sum + 3 * MemoryLayout<(Name, FlexibleText)>.stride + section.name.heldBytes + section.text.heldBytes
    }
  }
}
