// What is known of paths.

import Foundation
import Platform
import XCTest

final class FileFactsTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "file-facts-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() { try? FileManager.default.removeItem(atPath: folder) }

  func testFacts_whenThereIsAFile_tellItsSize() throws {
    try Data("12345".utf8).write(to: URL(fileURLWithPath: folder + "/file"))
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "file")
    let facts = try XCTUnwrap(FileFacts.of(folder + "/link"))
    XCTAssertTrue(facts.isFile)
    XCTAssertEqual(facts.size, 5)
    XCTAssertEqual(facts.identity, try FileIdentity(path: folder + "/file"))
    XCTAssertEqual(try FileFacts.of(folder)?.isFile, false)
    XCTAssertNil(try FileFacts.of(folder + "/none"))
    XCTAssertThrowsError(try FileFacts.of(folder + "/file/below"))
  }

  func testRights_tellTheOwnerAndTheBits() throws {
    let file = folder + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    for mode in [0o640, 0o600, 0o777] as [mode_t] {
      XCTAssertEqual(chmod(file, mode), 0)
      XCTAssertEqual(try FileRights.of(file), FileRights(owner: FileRights.user, permissions: UInt32(mode)))
    }
    XCTAssertEqual(try FileRights.of(folder)?.mayWrite, true)
    XCTAssertEqual(try FileRights.of("/proc/version")?.mayRead, true)
    XCTAssertNil(try FileRights.of(folder + "/none"))
    XCTAssertThrowsError(try FileRights.of(file + "/below"))
  }

  func testCanonicalPath_whenThereAreLinks_isWithoutThem() throws {
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: ".")
    XCTAssertEqual(try FileSystem.canonicalPath(folder + "/link/link"), try FileSystem.canonicalPath(folder))
    XCTAssertThrowsError(try FileSystem.canonicalPath(folder + "/none")) { error in
      XCTAssertEqual((error as? SystemCallError)?.cause, .missing)
    }
  }

  func testLinkTarget_whenThereIsNothing_isFoundAllTheSame() throws {
    for (link, target, expected) in [
      ("relative", "none", "\(folder)/none"), ("absolute", "/none/x", "/none/x"),
      ("up", "../none", "\(folder)/../none"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: target)
      XCTAssertEqual(FileSystem.linkTarget("\(folder)/\(link)"), expected)
    }
    XCTAssertNil(FileSystem.linkTarget(folder))
    XCTAssertNil(FileSystem.linkTarget(folder + "/none"))
  }

  func testAccess_whenThereIsNothingOrNoRight_isRefused() throws {
    try Data().write(to: URL(fileURLWithPath: folder + "/file"))
    XCTAssertNoThrow(try FileSystem.checkAccess(folder + "/file"))
    XCTAssertThrowsError(try FileSystem.checkAccess(folder + "/none")) { error in
      XCTAssertEqual((error as? SystemCallError)?.cause, .missing)
    }
    guard getuid() != 0 else { return }
    XCTAssertThrowsError(try FileSystem.checkAccess("/etc/passwd")) { error in
      XCTAssertEqual((error as? SystemCallError)?.cause, .noRight)
    }
  }

  func testCause_isToldByTheCode() {
    let causes: [(Int32, SystemCallError.Cause)] = [
      (ENOSPC, .noRoom), (EMFILE, .noDescriptors), (EROFS, .noRight), (EEXIST, .exists), (EINVAL, .other),
    ]
    for (code, cause) in causes { XCTAssertEqual(SystemCallError(call: "open", code: code).cause, cause) }
  }

  func testRemoveFile_whenThereIsNone_doesNothing() throws {
    try Data().write(to: URL(fileURLWithPath: folder + "/file"))
    FileSystem.remove(folder + "/file")
    FileSystem.remove(folder + "/file")
    XCTAssertNil(try FileFacts.of(folder + "/file"))
    try FileSystem.syncFolder(folder)
  }
}
