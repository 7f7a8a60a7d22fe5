// SimilarityTests: the trigrams that we count and those that pg_trgm counts, on names nobody thought of.

import MemoryState
import Models
import Postgres
import PostgresState
import State
import StateContract
import TestSupport
import XCTest

final class SimilarityTests: XCTestCase {
  private let seed = UInt64.random(in: 1...999_999_999)

  /// `count` names: some alike, of many scripts.
  private func names(_ count: Int, _ generator: inout SplitMix64) -> [String] {
    var names: [String] = []
    for _ in 0..<count {
      if let earlier = names.randomElement(using: &generator), Bool.random(using: &generator) {
        names.append(changed(earlier, &generator))
      } else {
        let scalars = (0..<Int.random(in: 1...16, using: &generator)).map { _ in scalar(&generator) }
        names.append(String(String.UnicodeScalarView(scalars)))
      }
    }
    return names
  }

  /// Like `name`, but for a scalar, the order of its words, or its case.
  private func changed(_ name: String, _ generator: inout SplitMix64) -> String {
    var scalars = Array(name.unicodeScalars)
    let place = Int.random(in: 0..<scalars.count, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: scalars[place] = scalar(&generator)
    case 1: scalars.insert(scalar(&generator), at: place)
    case 2 where scalars.count > 1: scalars.remove(at: place)
    case 3:
      let uppercased = name.uppercased()
      // An old letter may have got its capital lately, such as ɤ.
      return uppercased.unicodeScalars.allSatisfy(Self.isOld) ? uppercased : name
    default:
      return scalars.split(separator: " ").reversed().map { String(String.UnicodeScalarView($0)) }
        .joined(separator: " ") + "-2"
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static let words = Array(
    "abcdefgh ABCDEFGH 0123 --__ éßøÅ İıſ ΣΟΔς ДЁжя 日本語検索 한국 हिन्दी ไทย مرح ٣٤ ½²Ⅷ 🚀 ﬁ"
      .unicodeScalars)

  /// The marks of the basic plane that Unicode has made alphabetic since version 14: to glibc 2.36 they are not yet. Of
  /// all others both say the same.
  private static let laterLetters = Set(
    [0x363...0x36F, 0xC04...0xC04, 0xF82...0xF83, 0x1DD3...0x1DE6].joined().compactMap { Unicode.Scalar(UInt32($0)) })

  /// Mostly of a few, so that names are alike; else any letter, mark, digit or symbol of the basic plane.
  private func scalar(_ generator: inout SplitMix64) -> Unicode.Scalar {
    if Int.random(in: 0..<10, using: &generator) > 0 { return Self.words.randomElement(using: &generator)! }
    while true {
      let scalar = Unicode.Scalar(UInt16.random(in: 0x20...0xFFFD, using: &generator))
      if let scalar, Self.isOld(scalar), !Self.laterLetters.contains(scalar) { return scalar }
    }
  }

  /// False for what came later than version 13: the database's C library may not know it as a letter.
  private static func isOld(_ scalar: Unicode.Scalar) -> Bool { (scalar.properties.age?.major ?? .max) <= 13 }

  func testSimilarity_whenNamesAreRandom_isThatOfPostgres() async throws {
    var generator = SplitMix64(seed: seed)
    let names = names(4_000, &generator)
    let others = names.map { name in
      Bool.random(using: &generator) ? changed(name, &generator) : names.randomElement(using: &generator)!
    }
    let database = try TestDatabase()
    // Its migrations create the extension.
    let manager = try await database.manager(
      ManagerSettings())
    _ = try await manager.projects(matching: nil, after: nil, limit: 1)
    await database.stop()
    let similarities = try await database.withConnection { connection in
      try connection.execute(
        """
        SELECT similarity(a, b)::float8 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t (a, b, place)
        ORDER BY place
        """,
        [.texts(names), .texts(others)]
      ).map { try $0.double(0) }
    }
    XCTAssertEqual(similarities.count, names.count)
    XCTAssertGreaterThan(similarities.count { $0 > 0.3 && $0 < 1 }, 500)
    for (index, similarity) in similarities.enumerated() {
      let own = Float(Trigrams(names[index]).similarity(to: Trigrams(others[index])))
      XCTAssertEqual(
        own, Float(similarity),
        "seed \(seed): \(names[index].debugDescription) and \(others[index].debugDescription)")
    }
  }

  /// Every page of every search, of 300 specs.
  func testSearch_whenNamesAreRandom_givesTheSamePagesOnBothManagers() async throws {
    var generator = SplitMix64(seed: seed)
    let database = try TestDatabase()
    let project = Name(trusted: "similar \(UInt64.random(in: 0 ... .max))")
    let managers: [any StateManager] = [
      MemoryStateManager(),
      try await database.manager(ManagerSettings()),
    ]
    let text = Text(trusted: "x")
    let frozen = FrozenFields(objectives: text, scope: text, dependencies: text, deliverables: text)
    let phases = names(600, &generator).compactMap { try? Name(trusted: Name.check($0).get()) }
      .filter { SpecName(phase: $0) != nil }
    for phase in phases.prefix(300) {
      var outcomes: [Bool] = []
      for manager in managers {
        let draft = try XCTUnwrap(SpecDraft(projectName: project, phaseName: phase, frozen: frozen))
        do throws(Failure) {
          _ = try await manager.createSpec(draft, once: nil)
          outcomes.append(true)
        } catch { outcomes.append(error.code == .alreadyExists) }
      }
      XCTAssertEqual(outcomes, [true, true], phase.value)
    }
    for query in names(150, &generator).compactMap({ try? SearchQuery(trusted: SearchQuery.check($0).get()) }) {
      var pages: [[[String]]] = []
      for manager in managers {
        var cursor: Cursor<SpecKey>?
        var found: [[String]] = []
        repeat {
          let page = try await manager.specs(of: project, status: nil, query: query, after: cursor, limit: 7)
          found.append(page.elements.map { "\($0.specName) \($0.similarity ?? -1)" })
          cursor = page.next
        } while cursor != nil
        pages.append(found)
      }
      XCTAssertEqual(pages[0], pages[1], "seed \(seed): \(query.value.debugDescription)")
    }
    await database.stop()
  }
}
