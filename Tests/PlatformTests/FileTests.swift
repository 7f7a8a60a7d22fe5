// FileTests: locks, the identity of files, and folders made with a mode.

import Foundation
import Platform
import XCTest

final class FileTests: XCTestCase {
  func testIdentity_whenAFileIsRenamedOverIt_isAnother() throws {
    let folder = try makeFolder()
    let (path, other) = (folder + "/file", folder + "/other")
    let file = try open(path)
    XCTAssertEqual(try FileIdentity(path: path), try FileIdentity(file))
    XCTAssertEqual(Set([try FileIdentity(path: path), try FileIdentity(file)]).count, 1)

    _ = try open(other)
    XCTAssertNotEqual(try FileIdentity(path: other), try FileIdentity(file))
    XCTAssertEqual(rename(other, path), 0)
    XCTAssertNotEqual(try FileIdentity(path: path), try FileIdentity(file))
    XCTAssertThrowsError(try FileIdentity(path: other)) { XCTAssertEqual("\($0)", "stat: No such file or directory") }
  }

  func testIdentity_whenThePathIsALink_isThatOfItsTarget() throws {
    let folder = try makeFolder()
    let file = try open(folder + "/file")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "file")
    XCTAssertEqual(try FileIdentity(path: folder + "/link"), try FileIdentity(file))
    XCTAssertThrowsError(try Descriptor.open(folder + "/link", [.reading, .notFollowingLinks]))
  }

  func testLock_whenTwoDescriptorsAskForIt_oneGetsIt() throws {
    let path = try makeFolder() + "/lock"
    let (first, second) = (try open(path), try open(path))
    XCTAssertTrue(try first.lock(.exclusive, waits: false))
    XCTAssertFalse(try second.lock(.exclusive, waits: false))
    XCTAssertFalse(try second.lock(.shared, waits: false))
    XCTAssertTrue(try first.lock(.shared, waits: false))
    XCTAssertTrue(try second.lock(.shared, waits: false))
    XCTAssertFalse(try second.lock(.exclusive, waits: false))
    try first.unlock()
    XCTAssertTrue(try second.lock(.exclusive, waits: false))
  }

  func testLock_whenTheHolderCloses_goesToTheOneThatWaits() throws {
    let path = try makeFolder() + "/lock"
    let holder = try Descriptor.open(path, [.readingAndWriting, .creating])
    let waiter = try open(path)
    XCTAssertTrue(try holder.lock(.exclusive, waits: true))
    let waiting = Worker { try waiter.lock(.exclusive, waits: true) }
    try holder.close()
    XCTAssertTrue(try waiting.join())
  }

  func testOpen_whenTheFileMustBeNew_refusesOneThatIsThere() throws {
    let path = try makeFolder() + "/file"
    _ = try open(path, [.writing, .creating, .new], mode: 0o600)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o600)
    XCTAssertThrowsError(try open(path, [.writing, .creating, .new])) { error in
      XCTAssertEqual((error as? SystemCallError)?.cause, .exists)
    }
  }

  func testMakeFolders_whenSomeAreThere_makesTheRestWithTheMode() throws {
    let folder = try makeFolder()
    for path in [folder + "/one/two/", folder + "/one/two/three"] {
      for _ in 1...2 { XCTAssertNoThrow(try FileSystem.makeFolders(path, mode: 0o700)) }
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      XCTAssertEqual(attributes[.posixPermissions] as? Int, 0o700)
      XCTAssertEqual(attributes[.type] as? FileAttributeType, .typeDirectory)
    }
    for path in ["/", "."] { XCTAssertNoThrow(try FileSystem.makeFolders(path, mode: 0o700), path) }
  }

  func testMakeFolders_whenAFileIsInTheWay_throws() throws {
    let folder = try makeFolder()
    _ = try open(folder + "/file")
    XCTAssertThrowsError(try FileSystem.makeFolders(folder + "/file/one/two", mode: 0o700)) { error in
      XCTAssertEqual("\(error)", "mkdir: Not a directory")
    }
    XCTAssertThrowsError(try FileSystem.makeFolders("", mode: 0o700))
  }

  func testFileSystem_whenAsked_tellsRoomAndKind() throws {
    let folder = try makeFolder()
    XCTAssertGreaterThan(try FileSystem.freeBytes(folder), 0)
    XCTAssertFalse(try FileSystemKind.of(folder).name.isEmpty)
    XCTAssertThrowsError(try FileSystem.freeBytes(folder + "/missing"))
    XCTAssertThrowsError(try FileSystemKind.of(folder + "/missing"))
    #if os(Linux)
      XCTAssertFalse(try FileSystemKind.of("/dev/shm").isShared)
      XCTAssertEqual(try FileSystemKind.of("/dev/shm").name, "tmpfs")
    #endif
  }

  /// Opened until the end of the test.
  private func open(
    _ path: String, _ options: OpenOptions = [.readingAndWriting, .creating], mode: UInt32 = 0o666
  ) throws -> Descriptor {
    let file = try Descriptor.open(path, options, mode: mode)
    addTeardownBlock { try file.close() }
    return file
  }
}
