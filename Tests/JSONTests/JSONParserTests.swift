import JSON
import XCTest
final class JSONParserTests: XCTestCase {
  func testParse_whenNested() throws { XCTAssertEqual(try JSONParser.parse(#"{"a":[1,2.50,"x\ud83d\ude00"]}"#).text, #"{"a":[1,2.50,"x😀"]}"#) }
}
