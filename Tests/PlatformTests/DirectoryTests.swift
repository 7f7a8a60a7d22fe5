// DirectoryTests: folders that are swapped, moved and removed, with links that lead nowhere.

import Foundation
import XCTest

@testable import Platform

final class DirectoryTests: XCTestCase {
  func testExchange_whenBothExist_swapsThemOrSaysThatItCannot() throws {
    let folder = try Directory(path: makeFolder())
    let (old, new) = (try folder.makeFolder("old"), try folder.makeFolder("new"))
    try old.makeFolder("place").write("file", Array("old".utf8))
    try new.makeFolder("place").write("file", Array("new".utf8))
    let isSwapped = try new.exchange("place", with: "place", in: old)
    #if os(Linux) && !RESPEC_PORTABLE
      XCTAssertTrue(isSwapped)
    #endif
    XCTAssertEqual(try old.folder("place").read("file", atMost: 100), Array((isSwapped ? "new" : "old").utf8))
    XCTAssertEqual(try new.folder("place").read("file", atMost: 100), Array((isSwapped ? "old" : "new").utf8))
  }

  func testMove_whenSomethingIsThere_throws() throws {
    let folder = try Directory(path: makeFolder())
    try folder.write("a", [1])
    try folder.write("b", [2])
    XCTAssertThrowsError(try folder.move("a", to: folder, as: "b")) { error in
      XCTAssertEqual((error as? SystemCallError)?.cause, .exists)
      XCTAssertEqual("\(error)", "rename: File exists")
    }
    try folder.move("a", to: folder, as: "c")
    XCTAssertEqual(try folder.entries().map(\.name), ["b", "c"])
  }

  func testEntries_whenThereAreLinks_areOther() throws {
    let path = try makeFolder()
    let folder = try Directory(path: path)
    try folder.write("file", [])
    _ = try folder.makeFolder("folder")
    for (link, target) in [("to file", "file"), ("to folder", "folder"), ("nowhere", "missing")] {
      try FileManager.default.createSymbolicLink(atPath: "\(path)/\(link)", withDestinationPath: target)
    }
    XCTAssertEqual(
      try folder.entries(),
      [
        Directory.Entry(name: "file", kind: .file), Directory.Entry(name: "folder", kind: .folder),
        Directory.Entry(name: "nowhere", kind: .other), Directory.Entry(name: "to file", kind: .other),
        Directory.Entry(name: "to folder", kind: .other),
      ])
    XCTAssertNil(folder.kind(of: "missing"))
    XCTAssertThrowsError(try folder.folder("to folder"))
    XCTAssertThrowsError(try folder.read("to file", atMost: 100))
    XCTAssertThrowsError(try folder.write("nowhere", [1]))
  }

  func testRead_whenNoRegularFileOrTooLarge_throwsWithoutWaiting() throws {
    let path = try makeFolder()
    let folder = try Directory(path: path)
    XCTAssertEqual(mkfifo("\(path)/pipe", 0o600), 0)
    try folder.write("file", [1, 2, 3])
    XCTAssertEqual(try folder.read("file", atMost: 3), [1, 2, 3])
    for (name, limit, reason) in [("pipe", 100, "Invalid argument"), ("file", 2, "File too large")] {
      XCTAssertThrowsError(try folder.read(name, atMost: limit)) { error in
        XCTAssertEqual((error as? SystemCallError)?.reason, reason)
      }
    }
  }

  func testFiles_whenWrittenAndSynced_areReadBackAndRemoved() throws {
    let folder = try Directory(path: makeFolder())
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
    try folder.makeFolder("inner").write("file", bytes)
    try folder.sync()
    XCTAssertEqual(try folder.folder("inner").read("file", atMost: 1 << 20), bytes)
    XCTAssertThrowsError(try folder.folder("inner").write("file", bytes), "there already")
    XCTAssertThrowsError(try folder.removeEntry("inner", .folder), "not empty")
    try folder.folder("inner").removeEntry("file", .file)
    try folder.removeEntry("inner", .folder)
    XCTAssertEqual(try folder.entries(), [])
  }
}
