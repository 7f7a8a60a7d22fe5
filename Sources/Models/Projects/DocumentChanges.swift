// DocumentChanges: the changes that storing a roadmap or plan asks for.

/// The changes that a call asks for; nil leaves a part as it is. `ProjectDocument.applying` has the rules.
public struct DocumentChanges<Kind: ProjectDocumentKind>: Decodable, Sendable, Equatable {
  /// Another title.
  public var title: Name?
  /// The fields to set.
  public var fields = Kind.Fields()
  /// The fields to unset, where a document can be without them.
  public var clearedFields: ValueList<DocumentFieldName<Kind.Fields>>?
  /// The sections to set; those not named stay.
  public var additionalSections: AdditionalSections?
  /// The sections to remove; one that is not there changes nothing.
  public var removedSections: ValueList<Name>?
  /// The stage to set; any may follow any.
  public var status: Kind.Status?
  /// The version whose content is to be the new one; the other changes then do not count.
  public var restoredVersion: VersionNumber?

  /// No change.
  public init() {}

  private static var clearFields: DocumentKey { DocumentKey("clear_fields") }
  private static var removeSections: DocumentKey { DocumentKey("remove_sections") }
  private static var restoreVersion: DocumentKey { DocumentKey("restore_version") }

  /// Reads the fields from one object, beside the others.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: DocumentKey.self)
    title = try Kind.titleName.flatMap { try container.decodeIfPresent(Name.self, forKey: DocumentKey($0)) }
    fields = try Kind.Fields(from: decoder)
    if !Kind.Fields.areRequired {
      clearedFields = try container.decodeIfPresent(
        ValueList<DocumentFieldName<Kind.Fields>>.self, forKey: Self.clearFields)
    }
    additionalSections = try container.decodeIfPresent(AdditionalSections.self, forKey: .additionalSections)
    removedSections = try container.decodeIfPresent(ValueList<Name>.self, forKey: Self.removeSections)
    status = try container.decodeIfPresent(Kind.Status.self, forKey: DocumentKey(Kind.statusName))
    restoredVersion = try container.decodeIfPresent(VersionNumber.self, forKey: Self.restoreVersion)
  }

  /// The content that the wanted version has; nil where none is to be restored.
  ///
  /// - Parameters:
  ///   - current: the document as it is.
  ///   - find: gives an earlier version of it.
  package func restoredContent<Problem: Error>(
    of current: ProjectDocument<Kind>, _ find: (VersionNumber) throws(Problem) -> ProjectDocument<Kind>
  ) throws(Problem) -> DocumentContent<Kind>? {
    guard let restoredVersion else { return nil }
    return restoredVersion.value == current.version ? current.content : try find(restoredVersion).content
  }
}
