// ScoreCurve: a loop's scores as a line of blocks, for a quick look.

import Models

/// Scores as blocks of eight heights, with the last score behind them.
package enum ScoreCurve {
  /// The most scores that are drawn: the last ones.
  private static let maximumScores = 24
  private static let blocks = Array("▁▂▃▄▅▆▇█")

  /// The curve, such as `▅▆▇ 88`; a dash without scores.
  package static func text(_ scores: [Score]) -> String {
    guard let last = scores.last else { return "–" }
    let curve = scores.suffix(maximumScores).map { blocks[min($0.value * blocks.count / 101, blocks.count - 1)] }
    return "\(String(curve)) \(last.value)"
  }
}
