// MarkdownPage: the parts of a page that the tests look at: its headings, code blocks and links.

/// A page of documentation, read line by line: enough of Markdown for our own pages, not more.
public struct MarkdownPage: Sendable {
  /// A fenced block of code.
  public struct Block: Sendable, Equatable {
    /// The word behind the opening fence, such as `sql`; empty without one.
    public var language: String
    /// The headings above it, the outermost first.
    public var headings: [String]
    /// The number of its first line in the page, from 1.
    public var line: Int
    /// The lines of the block, each with its line feed.
    public var text: String
  }

  /// The page's path from the repository's root.
  public let path: String
  /// The fenced blocks of code, in order.
  public private(set) var blocks: [Block] = []
  /// Headings as links name them: lower case, `-` for spaces, without punctuation.
  public private(set) var anchors: Set<String> = []
  /// Targets of links, with the line.
  public private(set) var links: [(target: String, line: Int)] = []
  /// The lines outside blocks, empty where a block is.
  public private(set) var prose: [String] = []

  /// Reads `text` as the page at `path`.
  public init(path: String, text: String) {
    self.path = path
    var headings: [String] = []
    var open: Block?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let isFence = line.drop { $0 == " " }.hasPrefix("```")
      if let block = open {
        if isFence { blocks.append(block) } else { open!.text += line + "\n" }
        if isFence { open = nil }
      } else if isFence {
        let language = line.drop { $0 == " " || $0 == "`" }
        open = Block(language: String(language), headings: headings, line: index + 2, text: "")
      } else {
        readHeading(line, &headings)
      }
      let isProse = open == nil && !isFence
      prose.append(isProse ? String(line) : "")
      if isProse { readLinks(line, at: index + 1) }
    }
  }

  private mutating func readHeading(_ line: Substring, _ headings: inout [String]) {
    guard let match = line.wholeMatch(of: #/(#{1,6}) +(.+)/#) else { return }
    headings = Array(headings.prefix(match.output.1.count - 1)) + [String(match.output.2)]
    anchors.insert(Self.anchor(of: String(match.output.2)))
  }

  private mutating func readLinks(_ line: Substring, at number: Int) {
    // Text between backticks holds no link.
    let text = line.replacing(#/`[^`]*`/#, with: "code")
    for match in text.matches(of: #/\]\(([^)\s]+)\)/#) { links.append((String(match.output.1), number)) }
  }

  /// The name of a heading in links.
  static func anchor(of heading: String) -> String {
    let kept = heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
    return kept.replacing(" ", with: "-")
  }
}
