/// Ranking of models by how few edits lead from a name to their id.
enum NearestNames {
  /// Returns the models whose id, in any case, is at most a third of the name's length in edits away: nearest
  /// first, those that can be called before others, then by id.
  static func ranked(_ name: String, among models: [Model]) -> [Model] {
    let name = Array(name.utf8.prefix(longestName))
    let bound = max(1, name.count / 3)
    var found: [(distance: Int, model: Model)] = []
    for model in models where abs(model.id.utf8.count - name.count) <= bound {
      let distance = distance(name, Array(model.id.lowercased().utf8))
      if distance <= bound { found.append((distance, model)) }
    }
    found.sort { left, right in
      if left.distance != right.distance { return left.distance < right.distance }
      let (isLeftActive, isRightActive) = (left.model.lifecycle == .active, right.model.lifecycle == .active)
      if isLeftActive != isRightActive { return isLeftActive }
      return (left.model.id, left.model.provider) < (right.model.id, right.model.provider)
    }
    return found.map(\.model)
  }

  /// Names come from clients: a longer one is compared by its beginning, so that the work has a bound.
  private static let longestName = 96

  /// Returns how many single edits (insert, delete, replace, swap of neighbours) lead from one name to the
  /// other.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = previous
    for (i, a) in left.enumerated() {
      current[0] = i + 1
      for (j, b) in right.enumerated() {
        var best = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], left[i - 1] == b { best = min(best, beforePrevious[j - 1] + 1) }
        current[j + 1] = best
      }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[right.count]
  }
}
