// LinkTests: every link between pages, and every section that a comment cites, is there.

import DocumentationSupport
import Foundation
import XCTest

final class LinkTests: XCTestCase {
  func testLinks_leadToFilesAndHeadingsThatExist() throws {
    for page in try Repository.pages() {
      for (target, line) in page.links where target.firstMatch(of: #/^[a-z]+:/#) == nil {
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].isEmpty ? page.path : resolve(parts[0], from: page.path)
        guard Repository.exists(path) else {
          XCTFail("\(page.path):\(line): there is no \(path)")
          continue
        }
        guard parts.count == 2 else { continue }
        let anchors = try Repository.page(path).anchors
        XCTAssertTrue(anchors.contains(parts[1]), "\(page.path):\(line): \(path) has no heading #\(parts[1])")
      }
    }
  }

  func testCitations_nameSectionsOfTheContractThatExist() throws {
    let headings = Set(try Repository.page("docs/contract.md").prose.filter { $0.hasPrefix("## ") })
    for file in Repository.files(in: "Sources", suffix: ".swift") {
      // A citation may go on in the next line of its comment.
      let text = try Repository.text(file).replacing(#/\n *\/\/+ /#, with: " ")
      for citation in text.matches(of: #/docs\/contract\.md, "([^"]+)"/#) {
        XCTAssertTrue(
          headings.contains("## " + citation.output.1), "\(file): docs/contract.md has no section \(citation.output.1)")
      }
    }
  }

  private func resolve(_ path: String, from page: String) -> String {
    let folder = URL(fileURLWithPath: "/" + page).deletingLastPathComponent()
    return String(URL(fileURLWithPath: path, relativeTo: folder).standardizedFileURL.path.dropFirst())
  }
}
