import CivilTime
import Ledger
import Service

/// A year of calls as a team makes them: a hundred calls a session on average, in work hours, many sessions at a time.
///
/// The same count and seed are always the same history.
struct GrowthHistory {
  /// The time of the newest calls: a Friday afternoon, 2026-11-20T17:00:00Z.
  static let end = Instant(seconds: 1_795_194_000)

  private let team = GrowthTeam()
  private let hours: WorkHours
  private let count: Int
  private var chance: SplitMix
  private var open: [GrowthSession] = []
  /// How many calls the sessions have that were begun.
  private var planned = 0
  private var sessions = 0
  private let seed: Int
  private var following: GrowthSession?

  /// Begins a history of `count` calls.
  init(_ count: Int, seed: Int) {
    self.count = count
    self.seed = seed
    chance = SplitMix(state: UInt64(seed))
    // Those that begin last go on until the end.
    hours = WorkHours(endingAt: Self.end.adding(milliseconds: -10_800_000))
    following = nextSession()
  }

  /// Returns the next call, or nil after the last one.
  mutating func next() -> UsageDraft? {
    while let session = following, open.allSatisfy({ session.nextCall <= $0.nextCall }) {
      open.append(session)
      following = nextSession()
    }
    guard let place = open.indices.min(by: { open[$0].nextCall < open[$1].nextCall }) else { return nil }
    let call = open[place].next(before: Self.end, &chance)
    if open[place].callsLeft == 0 { open.remove(at: place) }
    return call
  }

  private mutating func nextSession() -> GrowthSession? {
    guard planned < count else { return nil }
    let calls = min(count - planned, 5 + chance.below(21) * chance.below(20))
    sessions += 1
    let person = team.people[chance.below(team.people.count)]
    let session = GrowthSession(
      name: "session-\(seed)-\(sessions)", of: person, calls: calls, at: hours.time(of: planned, in: count), &chance)
    planned += calls
    return session
  }
}
