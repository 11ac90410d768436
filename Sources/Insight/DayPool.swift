/// The days of a history to draw from.
struct DayPool {
  /// How high usage runs, and how that changes.
  let level: Level
  private let kinds: DayKinds
  /// The days of each kind, as places in the history, and the sums of their weights up to each.
  private let ofKind: [(days: [Int], weights: [Double])]
  /// The days that were like today up to this hour.
  private let likeToday: [Int]

  /// Looks through a history at an hour of its last day.
  init(_ history: UsageHistory, hour: Double) {
    let days = history.days
    let kinds = DayKinds(days)
    let level = Level(days, kinds: kinds)
    ofKind = (0..<2).map { kind in
      let places = days.indices.filter { kinds.kind(ofDay: days[$0].number) == kind }
      var sum = 0.0
      return (
        places,
        places.map { place in
          sum += Statistics.exp(-level.fading * Double(history.today.number - days[place].number))
          return sum
        }
      )
    }
    likeToday = Self.daysLikeToday(
      history, hour, level.growth, ofKind[kinds.kind(ofDay: history.today.number)].days)
    (self.level, self.kinds) = (level, kinds)
  }

  /// Returns a day that was like today up to this hour, as its place in the history.
  func dayLikeToday(_ chance: inout Chance) -> Int { likeToday[chance.index(below: likeToday.count)] }

  /// How many days were like today.
  var countLikeToday: Int { likeToday.count }

  /// Returns a day of the kind of the day of that number; new ones sooner than old ones.
  func day(ofKindOf number: Int, _ chance: inout Chance) -> Int {
    let pool = ofKind[kinds.kind(ofDay: number)]
    let sought = chance.fraction() * pool.weights[pool.weights.count - 1]
    var low = 0
    var high = pool.weights.count - 1
    while low < high {
      let middle = (low + high) / 2
      if pool.weights[middle] > sought { high = middle } else { low = middle + 1 }
    }
    return pool.days[low]
  }

  private static func daysLikeToday(
    _ history: UsageHistory, _ hour: Double, _ growth: Growth, _ ofKind: [Int]
  ) -> [Int] {
    let days = history.days
    let pool = ofKind.count >= 5 ? ofKind : Array(days.indices)
    let soFar = history.today.total
    let before = { (place: Int) -> Double in
      days[place].amount(before: hour) * growth.factor(over: history.today.number - days[place].number)
    }
    let alike = pool.filter { (before($0) > 0) == (soFar > 0) }
    guard alike.count >= 5 else { return pool }
    guard soFar > 0 else { return alike }
    let nearest = alike.map { (place: $0, distance: abs(Statistics.log(before($0) / soFar))) }
      .sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }
    return nearest.prefix(max(10, nearest.count / 2)).map(\.place)
  }
}
