import Service

/// Finding the word that a mistyped one stands for.
package enum Spelling {
  /// Returns the known word with the fewest edits from `word`, if these are at most a third of its length.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let wanted = Array(word.lowercased().utf8)
    let bound = max(1, wanted.count / 3)
    let ranked = known.map { (distance: distance(wanted, Array($0.lowercased().utf8)), word: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= bound else {
      return known.first { !wanted.isEmpty && $0.lowercased().hasPrefix(word.lowercased()) }
    }
    return best.word
  }

  /// Returns how many bytes must be added, dropped or replaced to turn one word into the other (Levenshtein).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (byte == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[right.count]
  }
}
