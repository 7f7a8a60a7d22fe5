// ResourceURITests: names of any script come back from their URIs; anything else is none.

import Models
import TestSupport
import XCTest

@testable import Resources

final class ResourceURITests: XCTestCase {
  func testURIs_areWrittenAsRFC3986Says() {
    let project = Name(trusted: "My shop/é")
    XCTAssertEqual(ResourceURI.project(project).text, "respec://projects/My%20shop%2F%C3%A9")
    XCTAssertEqual(ResourceURI.projects.text, "respec://projects")
    XCTAssertEqual(
      ResourceURI.specVersion(project, SpecName(trusted: "a-b"), 3).text,
      "respec://projects/My%20shop%2F%C3%A9/specs/a-b/versions/3")
  }

  func testURIs_whenNamesAreRandom_comeBack() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SplitMix64(seed: seed)
    let pieces = ["a", " ", "/", "%", "%41", "é", "日本", "👩‍👩‍👧", "..", "?", "#", "\\", "~", "+", "{x}", ":", "𐍈"]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 1...6, using: &generator)).map { _ in pieces.randomElement(using: &generator)! }
      guard case .success(let value) = Name.check("x" + text.joined() + "x") else { continue }
      let project = Name(trusted: value)
      let spec = SpecName(trusted: try SpecName.check(value).get())
      for uri: ResourceURI in [
        .project(project), .plan(project), .roadmap(project), .spec(project, spec), .specVersion(project, spec, 7),
        .loop(project, LoopID(trusted: "0a1b2c3d")),
      ] {
        XCTAssertEqual(ResourceURI(uri.text), uri, "seed \(seed): \(uri.text)")
        XCTAssertTrue(uri.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, uri.text)
      }
    }
  }

  func testOtherTexts_areNone() {
    for text in [
      "", "respec://", "respec:projects", "file://projects", "respec://projects/", "respec://projects/a/",
      "respec://plans",
      "respec://projects/a/specs", "respec://projects/a/specs/", "respec://projects/a/specs/b/versions",
      "respec://projects/a/specs/b/versions/0", "respec://projects/a/specs/b/versions/x",
      "respec://projects/a/loops/zz",
      "respec://projects/%zz", "respec://projects/%4", "respec://projects/%ff", "respec://projects/a/plan/b",
      "respec://projects/%00", "respec://projects/a/plans",
    ] { XCTAssertNil(ResourceURI(text), text) }
  }
}
