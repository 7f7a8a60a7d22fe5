// OutlineOracle: the top-level headings of a document as cmark has them, asked in one piece and without our code.

import CCMark
import Foundation

/// A heading, its level and its words as they render.
struct RenderedHeading: Equatable, CustomStringConvertible {
  let level: Int
  let text: String
  var description: String { String(repeating: "#", count: level) + " " + text }
}

enum OutlineOracle {
  static func headings(of document: String, upTo level: Int = 6) -> [RenderedHeading] {
    let root = cmark_parse_document(document, document.utf8.count, CMARK_OPT_DEFAULT)
    defer { cmark_node_free(root) }
    var headings: [RenderedHeading] = []
    var node = cmark_node_first_child(root)
    while let current = node {
      let own = Int(cmark_node_get_heading_level(current))
      if cmark_node_get_type(current) == CMARK_NODE_HEADING, own <= level {
        headings.append(RenderedHeading(level: own, text: plainText(of: current)))
      }
      node = cmark_node_next(current)
    }
    return headings
  }

  /// The document as HTML.
  static func html(of document: String) -> String {
    guard let html = cmark_markdown_to_html(document, document.utf8.count, CMARK_OPT_UNSAFE) else { return "" }
    defer { free(html) }
    return String(cString: html)
  }

  private static func plainText(of node: OpaquePointer) -> String {
    let walk = cmark_iter_new(node)
    defer { cmark_iter_free(walk) }
    var text = ""
    while cmark_iter_next(walk) != CMARK_EVENT_DONE {
      if let literal = cmark_node_get_literal(cmark_iter_get_node(walk)) { text += String(cString: literal) }
    }
    return text
  }
}
