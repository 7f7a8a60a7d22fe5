// FileDiagnosis: the checks of a state file that an operator would make by hand.

import Platform
import SQLite
import SQLiteState

/// Looks at a state file, and changes and makes nothing.
public struct FileDiagnosis: Sendable {
  private let path: String
  private let isReadOnly: Bool

  /// The longest times for the parts, in seconds: together below the ten that `doctor` may take.
  private static let (placeLimit, lockLimit, schemaLimit, integrityLimit) = (2.0, 2.0, 1.5, 4.0)

  /// A diagnosis of the file that a server would use.
  ///
  /// - Parameters:
  ///   - path: absolute; there need not be a file yet.
  ///   - isReadOnly: true for a server that only reads.
  public init(path: String, isReadOnly: Bool = false) {
    precondition(path.hasPrefix("/"))
    self.path = path
    self.isReadOnly = isReadOnly
  }

  /// One finding or more a check; fewer where the file cannot be looked at. Takes 10 seconds at most, and blocks.
  public func findings() -> [Finding] {
    placeFindings() + [LibraryCheck.finding(SQLiteConnection.libraryVersion)]
  }

  private func placeFindings() -> [Finding] {
    let look = TimeLimit.run(Self.placeLimit) { [path] in
      Result { () throws(SystemCallError) in try PlaceFacts(path: path) }
    }
    switch look {
    case nil: return [PlaceCheck.unanswered(path, limit: Self.placeLimit)]
    case .failure(let error): return [PlaceCheck.unreachable(path, error)]
    // A folder's or a device's rights are no concern of ours.
    case .success(let place) where place.file?.isFile == false: return [PlaceCheck.finding(place)]
    case .success(let place):
      let outside = [
        [PlaceCheck.finding(place, isReadOnly: isReadOnly)], [FileSystemCheck.finding(place)],
        FileRightsCheck.findings(place, user: FileRights.user, isReadOnly: isReadOnly), [SpaceCheck.finding(place)],
        LogCheck.findings(place),
      ].flatMap { $0 }
      return outside + contentFindings(place)
    }
  }

  /// Nothing is in an empty file.
  private func contentFindings(_ place: PlaceFacts) -> [Finding] {
    guard let paths = place.paths, let file = place.file, file.size > 0 else { return [] }
    // What hangs on a shared file system cannot be given up.
    guard !place.fileSystem.isShared else { return [] }
    let lock = LockFacts(of: paths, within: Self.lockLimit)
    let schema = FileSchemaFacts(of: paths, within: Self.schemaLimit)
    let integrity = schema.isReadable ? IntegrityFacts(of: paths, within: Self.integrityLimit) : nil
    return LockCheck.findings(lock, paths) + [FileSchemaCheck.finding(schema, path: path, isReadOnly: isReadOnly)]
      + (integrity.map { [IntegrityCheck.finding($0)] } ?? [])
  }
}
