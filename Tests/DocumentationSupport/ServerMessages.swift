// ServerMessages: the messages in the sources that an operator can meet.
//
// The code before a literal tells its use. An operator can meet log lines from warning up, failures that are about the
// server or its database (those about a call's arguments are the tools' own), JSON-RPC errors, and whatever stops a
// command. Everything else is listed as no message; what is in neither list is unknown, and the test says so.

import Foundation

/// One message, as a page has to show it.
public struct ServerMessage: Sendable, Hashable {
  /// Interpolations are `…`.
  public var text: String
  /// `Sources/…/File.swift:12`
  public var place: String
}

/// All messages in the sources.
public struct ServerMessages {
  /// The messages that an operator can meet, in the order of the files.
  public private(set) var messages: [ServerMessage] = []
  /// Sentences that are in neither list of patterns below.
  public private(set) var unknown: [ServerMessage] = []

  /// Reads all sources of this checkout.
  ///
  /// - Throws: for a file that cannot be read.
  public init() throws {
    for file in Repository.files(in: "Sources", suffix: ".swift") where !Self.isLeftOut(file) {
      read(try Repository.text(file), at: file)
    }
  }

  init(source: String) { read(source, at: "Sources/State/Test.swift") }

  private mutating func read(_ source: String, at file: String) {
    for literal in SwiftLiteral.all(in: source) {
      let message = ServerMessage(text: literal.text.trimmed, place: "\(file):\(literal.line)")
      // A single word, or interpolations alone, is nothing that a page could explain.
      guard message.text.contains(" "), message.text.contains(where: \.isLetter) else { continue }
      let before = literal.before.replacing(choice) { $0.output.1 }
      if before.contains(startOfMessage) || (isBeginning(message, after: before) && Self.isWatched(file)) {
        messages.append(message)
      } else if Self.isSentence(message.text), Self.isWatched(file), !before.contains(startOfOther) {
        unknown.append(message)
      }
    }
  }

  /// In a `switch`: the beginning of a message where it begins like one, otherwise a part.
  private func isBeginning(_ message: ServerMessage, after before: String) -> Bool {
    before.contains(startOfCase) && message.text.first?.isUppercase == true
  }

  // MARK: The code before a literal

  /// `condition ? ` or `condition ? "" :` at the end.
  private let choice = #/([(,] ?)[\w.!]+ \?( "" :)?$/#
  private let startOfMessage = Self.end(startsOfMessages)
  private let startOfOther = Self.end(startsOfOthers)
  private let startOfCase = Self.end([#"case \.\w+(\(.*\))?:"#])

  /// Regular expressions for the code right before a message.
  private static let startsOfMessages = [
    #"logger\.(warning|error|critical)\("#, #"logger\.log\([^"]*,"#, #"\bRefusedStart\("#,
    #"\.(unavailable|busy|timeout|outcomeUnknown|internal|fileError),"#,
    #"\.(cannotConnect|connectionLost|poolTimeout|shutDown|cancelled|server|unexpectedValue),"#,
    #"\.(parseError|invalidRequest|methodNotFound|invalidParams|internalError|unsupportedProtocolVersion),"#,
    #"\b(refusal|invalid|unusable|lost|redact|refuseLine|unreadable)\("#,
    #"\b(ValidationError|WrongCall|StandardError\.write|problems\.append|SystemCallError\(call:|Reason\(text:)\(?"#,
    #"return text\.isEmpty \?"#, #"problems\.map \{"#, #"\bcomplain\(( \(\[)?"#,
    #"!isVerified else \{ return nil \} return"#,
    #"(isName\(parts\[1\]\) else \{ return nil \}|!(names|modes)\.contains\(.*\) \{) return"#,
  ]

  /// Regular expressions for the code right before a text that is no message, or part of one.
  private static let startsOfOthers = [
    #"\b(help|abstract|discussion|description|title|allowed|problem|list|shown|of|as|doing|none|standard):"#,
    #"\b(Failure\(code,|ArgumentHelp\()"#,
    #"logger\.(trace|debug|info)\("#,
    #"\b(precondition|preconditionFailure|fatalError|print|Migration|PostgresStatement)\(([^"]*,)?"#,
    #"\b(execute|executeScript|runSimple|missing|missingRight|loopFull)\((.*,)?"#,
    #"\.(notFound|invalidInput|conflict|alreadyExists|loopCompleted|waitingForHuman|frozenField|readOnly),"#,
    #"\bClientInfo\(name:"#,
    // Words of a log line, which the page has as a whole.
    #"\bSQLiteError\(\s*\.\w+,"#, #"\breading\("#, #"\{ row in"#, #"isPlaceholder\(\w+\) \?"#,
    #"\.map \{"#, #"\+"#, #"\+=( .* \?( "" :)?)?"#, #"\?\?"#, #"description: String \{"#,
    #"byCommand\(_ id: LoopID\) -> String \{"#, #"typeName \} return"#,
    #"case [^"]*:"#,
    #"\.unavailable\(\.failed\("#,
    // What init says of its work.
    #"doing: remove \?"#, #"case \.keep: return"#, #"if dryRun \{ return"#,
    #"\.keep \}\) \{ return"#, #"\.keep \}\) \{ return \"\" \} return"#,
    #"refusedTransport = \[.*"#, #"let (remedy|numbers) ="#, #"\w+\.isEmpty \?( "" :)?"#, #"description ="#,
  ]

  private static func end(_ patterns: [String]) -> Regex<AnyRegexOutput> {
    // A pattern of our own that is no regular expression should fail at once.
    try! Regex("(\(patterns.joined(separator: "|"))) ?$").wordBoundaryKind(.simple)
  }

  // MARK: The files that are read

  /// SQL, mistakes of the program's own that are found when it starts, the question to a human, and what doctor says: its
  /// findings bring their cause and fix along.
  private static func isLeftOut(_ file: String) -> Bool {
    ["SQL.swift", "/ToolRegistry.swift", "/ToolRegistryError.swift", "/VariableCheck.swift", "/HumanQuestion.swift"]
      .contains { file.hasSuffix($0) } || file.hasPrefix("Sources/Doctor/")
  }

  /// True for the files in which every sentence must be in one of the lists. Elsewhere most are about arguments.
  private static func isWatched(_ file: String) -> Bool {
    [
      "MCP", "Platform", "Postgres", "PostgresState", "SQLite", "SQLiteState", "State", "respec-server",
    ].contains { file.hasPrefix("Sources/\($0)/") }
  }

  /// Three words or more, two of them side by side.
  private static func isSentence(_ text: String) -> Bool {
    text.split { !$0.isLetter && $0 != "_" }.count >= 3 && text.contains(#/[a-z]+ [a-z]+/#)
  }
}
