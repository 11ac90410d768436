import CivilTime

/// Possible courses of usage from now to the end of a period, each made of days of the history.
struct Futures {
  /// How many courses are tried.
  static let count = 400

  private let history: UsageHistory
  private let end: Instant
  private let pool: DayPool
  private let hourNow: Double
  private let hourAtEnd: Double
  private let lastDay: Int
  private let blur: Double
  private var chance = Chance(seed: 1)
  /// A course of its own, so that what runs now goes on for as long whichever period is asked about.
  private var burstChance = Chance(seed: 2)
  private var steps: [Step] = []
  /// Where the steps of each course begin.
  private var starts: [Int] = []
  /// What each course adds until the end.
  private(set) var totals: [Double] = []
  /// For how many hours what runs at this moment goes on in each course; none where nothing does.
  private var burstHours: [Double] = []

  /// A day of a course: which day of the history, times what, and what the course has come to after it.
  private struct Step {
    var day: Int32
    var factor: Double
    var sum: Double
  }

  /// Prepares for courses from the end of the history to `end`.
  init(_ history: UsageHistory, until end: Instant) {
    self.history = history
    self.end = end
    hourNow = Self.hour(history.now, history.zone)
    let last = history.zone.date(at: end).daysSinceEpoch
    let hour = Self.hour(end, history.zone)
    lastDay = hour > 0 ? last : last - 1
    hourAtEnd = hour > 0 ? hour : 24
    pool = DayPool(history, hour: hourNow)
    // Few days must not be the only ones that are possible.
    blur = 0.5 / Double(pool.countLikeToday).squareRoot()
  }

  /// Tries all courses.
  mutating func run() {
    totals.reserveCapacity(Self.count)
    for _ in 0..<Self.count { runOnce() }
  }

  private mutating func runOnce() {
    starts.append(steps.count)
    if let burst = history.burst { burstHours.append(burst.rest(&burstChance)) }
    let growth = pool.level.growth.perDay + pool.level.growth.error * chance.bell()
    var level = factor(of: pool.level.error)
    var sum = 0.0
    for number in history.today.number...max(lastDay, history.today.number) {
      let ahead = number - history.today.number
      if ahead % 7 == 1 { level *= factor(of: pool.level.step) }
      let day = ahead == 0 ? pool.dayLikeToday(&chance) : pool.day(ofKindOf: number, &chance)
      let source = history.days[day]
      let growth = Growth.factor(growth, over: number - source.number)
      let factor = growth * (ahead == 0 ? factor(of: blur) : level)
      let from = ahead == 0 ? source.amount(before: hourNow) : 0
      let to = number == lastDay ? source.amount(before: hourAtEnd) : source.total
      sum += max(0, to - from) * factor
      sum += burst(
        in: starts.count - 1, from: hours(to: ahead, ahead == 0 ? hourNow : 0),
        to: hours(to: ahead, number == lastDay ? hourAtEnd : 24))
      steps.append(Step(day: Int32(day), factor: factor, sum: sum))
    }
    totals.append(sum)
  }

  /// How many hours from now a day `ahead` shows that hour, as long as no clock is changed.
  private func hours(to ahead: Int, _ hour: Double) -> Double { Double(24 * ahead) + hour - hourNow }

  /// What the running burst adds to a course between two times, in hours from now.
  private func burst(in course: Int, from: Double, to: Double) -> Double {
    guard let burst = history.burst else { return 0 }
    return max(0, min(to, burstHours[course]) - from) * burst.perHour
  }

  /// A factor of middle 1 whose logarithm has that deviation.
  private mutating func factor(of deviation: Double) -> Double {
    Statistics.exp(deviation * chance.bell())
  }

  /// Returns when what is `left` of a limit will be used up.
  func exhaustion(of left: Double) -> Exhaustion {
    guard left > 0 else {
      return Exhaustion(chance: 1, earliest: history.now, expected: history.now, latest: history.now)
    }
    var times: [Double] = []
    for course in starts.indices where totals[course] >= left {
      times.append(Double(time(course, passing: left).milliseconds))
    }
    times.sort()
    // The courses that never pass the limit come after all others.
    let rank = { (share: Double) -> Instant? in
      let index = Int(share * Double(Self.count))
      return index < times.count ? Instant(milliseconds: Int64(times[index])) : nil
    }
    return Exhaustion(
      chance: Double(times.count) / Double(Self.count), earliest: rank(0.1), expected: rank(0.5),
      latest: rank(0.9))
  }

  /// The time at which a course passes an amount that it does pass.
  private func time(_ course: Int, passing amount: Double) -> Instant {
    let begin = starts[course]
    var index = begin
    while steps[index].sum < amount { index += 1 }
    let number = history.today.number + index - begin
    var sum = index > begin ? steps[index - 1].sum : 0
    let step = steps[index]
    let source = history.days[Int(step.day)]
    let from = index == begin ? hourNow : 0
    for hour in Int(from)..<24 {
      let part = hour == Int(from) ? 1 - (from - Double(hour)) : 1
      let end = hours(to: index - begin, Double(hour) + 1)
      let amountOfHour = source.hours[hour] * step.factor * part + burst(in: course, from: end - part, to: end)
      if sum + amountOfHour >= amount, amountOfHour > 0 {
        return instant(number, hour: Double(hour) + 1 - part + part * (amount - sum) / amountOfHour)
      }
      sum += amountOfHour
    }
    return instant(number, hour: 24)
  }

  /// The moment of an hour on the wall, within the period.
  private func instant(_ number: Int, hour: Double) -> Instant {
    let start = history.zone.start(of: CivilDate(daysSinceEpoch: number))
    let time = start.adding(milliseconds: Int64(hour * 3_600_000))
    return min(max(time, history.now), end)
  }

  private static func hour(_ instant: Instant, _ zone: Zone) -> Double {
    let time = zone.timeOfDay(at: instant)
    let seconds = Double(time.hour * 3_600 + time.minute * 60 + time.second)
    return (seconds + Double(time.millisecond) / 1_000) / 3_600
  }
}
