// ContractRunner: runs a group of cases as one XCTest; a failing case names itself and its line.

import XCTest

extension ContractGroup {
  /// Runs every case with a manager of its own, and `afterEach` behind it.
  public func run(
    file: StaticString = #filePath, line: UInt = #line, afterEach: () async -> Void = {},
    makeManager: @escaping MakeManager
  ) async {
    for contractCase in cases {
      do {
        try await contractCase.run(ContractContext(makeManager: makeManager))
      } catch let mismatch as Mismatch {
        XCTFail("\(name): \(contractCase.name): \(mismatch.message)", file: mismatch.file, line: mismatch.line)
      } catch {
        XCTFail("\(name): \(contractCase.name): \(error)", file: file, line: line)
      }
      await afterEach()
    }
  }
}
