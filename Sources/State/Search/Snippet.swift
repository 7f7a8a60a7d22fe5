// Snippet: the part of a text around the words that were looked for.

import Models

enum Snippet {
  /// The characters that are kept before and behind the words.
  private static let (before, behind) = (60, 140)
  /// The text is searched in windows that overlap by half: a word is at most half as long.
  private static let window = 512

  /// The first place of one of the words with what stands around it, on one line; `…` where the text goes on.
  static func of(_ text: String, around words: [SearchText]) -> String {
    let characters = Array(text)
    let place = place(of: words, in: characters)
    let start = wordStart(near: max(0, place.lowerBound - before), upTo: place.lowerBound, in: characters)
    let end = wordEnd(near: min(characters.count, place.upperBound + behind), from: place.upperBound, in: characters)
    let line = String(characters[start..<end]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return (start > 0 ? "…" : "") + line + (end < characters.count ? "…" : "")
  }

  /// The place in the text that, folded, is one of the words; the beginning where there is none.
  private static func place(of words: [SearchText], in characters: [Character]) -> Range<Int> {
    var start = 0
    while start < characters.count {
      let end = min(start + window, characters.count)
      if has(characters[start..<end], words) { return narrowed(start..<end, words, characters) }
      start += window / 2
    }
    return 0..<0
  }

  private static func has(_ characters: ArraySlice<Character>, _ words: [SearchText]) -> Bool {
    let folded = SearchText(String(characters))
    return words.contains(where: folded.contains)
  }

  /// The shortest beginning of the window that has a word, and of it the shortest end.
  private static func narrowed(_ range: Range<Int>, _ words: [SearchText], _ characters: [Character]) -> Range<Int> {
    let end = firstIndex(in: (range.lowerBound + 1)..<range.upperBound) {
      has(characters[range.lowerBound..<$0], words)
    }
    let behind = firstIndex(in: range.lowerBound..<end) { !has(characters[$0..<end], words) }
    return max(range.lowerBound, behind - 1)..<end
  }

  /// The first index of the range from which on the condition holds; the range's end where it holds for none.
  private static func firstIndex(in range: Range<Int>, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, max(range.lowerBound, range.upperBound))
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Behind the first white space from `index` on, so that no word is cut; `index` where there is none in reach.
  private static func wordStart(near index: Int, upTo end: Int, in characters: [Character]) -> Int {
    if index == 0 { return 0 }
    return characters[index..<end].prefix(20).firstIndex(where: \.isWhitespace).map { $0 + 1 } ?? index
  }

  private static func wordEnd(near index: Int, from start: Int, in characters: [Character]) -> Int {
    if index == characters.count { return index }
    return characters[start..<index].suffix(20).lastIndex(where: \.isWhitespace) ?? index
  }
}
