// FeatureTests: prompts, resources and completions, revision by revision.

import XCTest

@testable import MCP

final class FeatureTests: XCTestCase {
  private let info =
    #""_meta":{"io.modelcontextprotocol/serverInfo":{"name":"test-server","title":"Test Server","version":"1.2.3"}}"#
  private let legacy = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"]

  private func transcript(_ lines: [String]) throws -> [String] {
    let client = try PipeClient(prompts: FakePrompts(), resources: FakeResources(), completions: FakeCompletions())
    for line in lines { client.send(line) }
    client.closeInput()
    return client.receiveAll()
  }

  private func answer(_ revision: String, _ method: String, _ params: String) throws -> String {
    if revision == "2026-07-28" { return try transcript([Line.modern(1, method, params)])[0] }
    return try transcript([Line.initialize(revision), Line.request(1, method, "{\(params)}")])[1]
  }

  private func result(_ members: String) -> String { #"{"jsonrpc":"2.0","id":1,"result":{"# + members + "}}" }

  /// The same members in each revision; the modern one has more around them.
  private func check(
    _ method: String, _ params: String, _ members: String, lifetime: String? = nil, line: UInt = #line
  ) throws {
    for revision in legacy {
      XCTAssertEqual(try answer(revision, method, params), result(members), revision, line: line)
    }
    let kept = lifetime.map { "," + $0 } ?? ""
    XCTAssertEqual(
      try answer("2026-07-28", method, params),
      result(#""resultType":"complete","# + members + kept + "," + info), line: line)
  }

  private func checkError(
    _ method: String, _ params: String, _ code: Int, modern: Int? = nil, _ message: String, line: UInt = #line
  ) throws {
    for revision in legacy + ["2026-07-28"] {
      let code = revision == "2026-07-28" ? modern ?? code : code
      XCTAssertEqual(
        try answer(revision, method, params),
        #"{"jsonrpc":"2.0","id":1,"error":{"code":\#(code),"message":"\#(message)"}}"#, revision, line: line)
    }
  }

  private let fixed = #""ttlMs":3600000,"cacheScope":"public""#
  private let fresh = #""ttlMs":0,"cacheScope":"private""#

  // MARK: Prompts

  func testPromptList_hasTitlesWhereTheRevisionKnowsThem() throws {
    let arguments =
      #","description":"Greets.","arguments":[{"name":"who","description":"Whom.","required":true},"#
      + #"{"name":"how","description":"In which way.","required":false}]}"#
    let old =
      #""prompts":[{"name":"greet""# + arguments + #",{"name":"broken","description":"Fails.","arguments":[]}]"#
    let new =
      #""prompts":[{"name":"greet","title":"Greet""# + arguments
      + #",{"name":"broken","title":"Broken","description":"Fails.","arguments":[]}]"#
    for revision in legacy {
      XCTAssertEqual(
        try answer(revision, "prompts/list", ""), result(revision < "2025-06-18" ? old : new), revision)
    }
    XCTAssertEqual(
      try answer("2026-07-28", "prompts/list", ""),
      result(#""resultType":"complete","# + new + "," + fixed + "," + info))
  }

  func testPrompt_isAMessageOfTheUser() throws {
    try check(
      "prompts/get", #""name":"greet","arguments":{"who":"Ann","how":""}"#,
      #""description":"Greets.","messages":[{"role":"user","content":{"type":"text","text":"Hello, Ann"}}]"#)
  }

  func testPrompt_whenTheParametersAreWrong_saysWhatIsAllowed() throws {
    try checkError(
      "prompts/get", #""name":"gret""#, -32602, #"There is no prompt \"gret\". The prompts are: greet, broken."#)
    try checkError("prompts/get", #""name":1"#, -32602, "params.name must be a string, the name of a prompt.")
    try checkError("prompts/get", #""name":"greet""#, -32602, "Prompt greet needs the argument who: Whom.")
    try checkError(
      "prompts/get", #""name":"broken","arguments":{"x":"y"}"#, -32602,
      #"Prompt broken has no argument \"x\". It has none."#)
    try checkError(
      "prompts/get", #""name":"greet","arguments":{"who":5}"#, -32602,
      #"The values in params.arguments must be strings, and \"who\" is none."#)
    try checkError(
      "prompts/get", #""name":"greet","arguments":{"who":"nobody"}"#, -32602, "who: nobody is there.")
    try checkError("prompts/get", #""name":"broken""#, -32603, "The state cannot be read.")
  }

  // MARK: Resources

  func testResources_areListedInPages() throws {
    try check(
      "resources/list", #""cursor":"""#,
      #""resources":[{"uri":"fake://1","name":"thing 1","description":"A thing.","mimeType":"text/markdown","size":5}],"#
        + #""nextCursor":"1""#, lifetime: fresh)
    try check(
      "resources/list", #""cursor":"1""#,
      #""resources":[{"uri":"fake://2","name":"thing 2","description":"A thing.","mimeType":"text/markdown"}]"#,
      lifetime: fresh)
    try checkError("resources/list", #""cursor":"7""#, -32602, "This cursor was never given out.")
  }

  func testTemplates_areListed() throws {
    try check(
      "resources/templates/list", "",
      #""resourceTemplates":[{"uriTemplate":"fake://{name}","name":"thing","description":"A thing.","#
        + #""mimeType":"text/markdown"}]"#, lifetime: fixed)
    try checkError(
      "resources/templates/list", #""cursor":"1""#, -32602,
      "This cursor was never given out: all templates are on the first page.")
  }

  func testResource_isRead() throws {
    try check(
      "resources/read", #""uri":"fake://1""#,
      ##""contents":[{"uri":"fake://1","mimeType":"text/markdown","text":"# Thing"}]"##, lifetime: fresh)
  }

  func testResource_whenThereIsNone_hasTheRevisionsCode() throws {
    try checkError(
      "resources/read", #""uri":"other://1""#, -32002, modern: -32602, "There is no resource other://1.")
    try checkError("resources/read", #""uri":"fake://9""#, -32002, modern: -32602, "There is no thing 9.")
    try checkError("resources/read", "", -32602, "params.uri must be a string, the URI of a resource.")
  }

  // MARK: Completions

  func testCompletion_ofAnArgument_givesAHundredAtMost() throws {
    let values = (1...100).map { #""a\#($0)!""# }.joined(separator: ",")
    try check(
      "completion/complete",
      #""ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who","value":"a"},"#
        + #""context":{"arguments":{"how":"!"}}"#,
      #""completion":{"values":[\#(values)],"hasMore":true}"#)
  }

  func testCompletion_whenTheParametersAreWrong_isRefused() throws {
    let place =
      #"params.ref must be {\"type\": \"ref/prompt\", \"name\": …} or {\"type\": \"ref/resource\", \"uri\": …}."#
    try checkError(
      "completion/complete", #""ref":{"type":"ref/tool"},"argument":{"name":"who","value":""}"#, -32602, place)
    try checkError("completion/complete", #""argument":{"name":"who","value":""}"#, -32602, place)
    try checkError(
      "completion/complete", #""ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"who"}"#, -32602,
      "params.argument must be an object with the strings name and value.")
    try checkError(
      "completion/complete", #""ref":{"type":"ref/prompt","name":"greet"},"argument":{"name":"x","value":""}"#,
      -32602, "No argument x.")
  }

  // MARK: Capabilities

  func testCapabilities_tellOfWhatIsOffered() throws {
    for revision in legacy {
      let completions = revision == "2024-11-05" ? "" : #","completions":{}"#
      let line = try transcript([Line.initialize(revision)])[0]
      XCTAssertTrue(
        line.contains(#""capabilities":{"tools":{},"prompts":{},"resources":{}\#(completions)}"#),
        "\(revision): \(line)")
    }
    let modern = try transcript([Line.modern(1, "server/discover")])[0]
    XCTAssertTrue(
      modern.contains(#""capabilities":{"tools":{},"prompts":{},"resources":{},"completions":{}}"#), modern)
  }

  func testCompletions_areNotToldToAClientThatFailsOnThem() throws {
    let client = #""clientInfo":{"name":"claude-code","version":"2.0"}"#
    let handshake =
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"#
      + client + "}}"
    XCTAssertFalse(try transcript([handshake])[0].contains("completions"))
    let meta =
      #"{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"#
      + #""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"#
      + #""io.modelcontextprotocol/clientInfo":{"name":"claude-code","version":"2.0"}}}}"#
    XCTAssertFalse(try transcript([meta])[0].contains("completions"))
  }
}
