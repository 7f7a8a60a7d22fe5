// The column of a loop's scores: a JSON array of whole numbers, read and written with every loop.

import Models
import SQLite

/// Byte by byte, so that a thousand scores cost as little as the rest of the loop.
extension [Score]: ColumnValue {
  static func read(_ row: inout SQLiteRow) throws -> [Score] {
    let scores: [Score]?? = try row.withUTF8 { text in Self.scores(in: text) }
    guard let scores = scores ?? nil else { throw SQLiteError.unreadable("JSON", as: "\(Self.self)") }
    return scores
  }

  /// - Returns: nil for anything but `[`, scores with commas between them, `]`.
  private static func scores(in text: UnsafeBufferPointer<UInt8>) -> [Score]? {
    guard text.count >= 2, text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else { return nil }
    if text.count == 2 { return [] }
    var scores: [Score] = []
    var start = 1
    for index in 1..<text.count where text[index] == UInt8(ascii: ",") || index == text.count - 1 {
      guard let score = score(UnsafeBufferPointer(rebasing: text[start..<index])) else { return nil }
      scores.append(score)
      start = index + 1
    }
    return scores
  }

  private static func score(_ digits: UnsafeBufferPointer<UInt8>) -> Score? {
    guard (1...3).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return Score.range.contains(value) ? Score(trusted: value) : nil
  }

  var stored: SQLiteValue {
    var text = [UInt8(ascii: "[")]
    for score in self {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text.append(contentsOf: String(score.value).utf8)
    }
    text.append(UInt8(ascii: "]"))
    return .text(String(decoding: text, as: UTF8.self))
  }
}
