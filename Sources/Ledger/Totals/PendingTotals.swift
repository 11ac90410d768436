import CivilTime
import Pricing

/// Changes to roll-ups and counters that a batch has made and not yet written: one row each, however
/// many records touched it.
struct PendingTotals {
  /// A row of `quarter_total` or `day_total`: the slot's number since 1970, and the context.
  struct Slot: Hashable {
    var number: Int64
    var context: ContextID
  }

  /// A row of `session_total`.
  struct SessionRow: Hashable {
    var session: SessionID
    var context: ContextID
  }

  /// A change of a row of `session_total`.
  struct SessionChange {
    var totals = Totals()
    var first = Int64.max
    var last = Int64.min
    /// A record left the row, so its ends are read from the records again.
    var lostRecord = false

    /// Adds a record of that time.
    mutating func add(_ totals: Totals, at time: Int64) {
      self.totals += totals
      first = min(first, time)
      last = max(last, time)
    }

    /// Adds those records that another change has added.
    mutating func add(_ other: SessionChange) {
      totals += other.totals
      first = min(first, other.first)
      last = max(last, other.last)
    }
  }

  /// The rows of `counter` of one scope and grain.
  struct CounterRows: Hashable {
    var scope: ScopeID
    var grain: CounterGrain
  }

  /// A row of `meter_total`.
  struct MeterRow: Hashable {
    var seconds: Int64
    var slot: Int64
    var context: ContextID
    var meter: Meter
  }

  /// Records that follow each other and belong to the same rows, added up before those rows are looked for.
  private struct Run {
    let place: Contribution
    let scopes: [CountedScope]
    var change = SessionChange()

    /// Whether a record belongs to the same rows.
    func holds(_ contribution: Contribution) -> Bool {
      contribution.context == place.context && contribution.session == place.session && contribution.meters.isEmpty
        && contribution.timestamp.seconds == place.timestamp.seconds
    }
  }

  private(set) var quarters: [Slot: Totals] = [:]
  private(set) var days: [Slot: Totals] = [:]
  private(set) var sessions: [SessionRow: SessionChange] = [:]
  /// Changes of counters by slot.
  private(set) var counters: [CounterRows: [Int64: Totals]] = [:]
  private(set) var meters: [MeterRow: Int64] = [:]
  /// What the rows above still lack; see ``endRun()``.
  private var run: Run?
  /// What is drawn from the accounts of users, by the ids of their names.
  var draws: [TextID: Money] = [:]

  /// True when nothing waits to be written.
  var isEmpty: Bool {
    run == nil && quarters.isEmpty && days.isEmpty && sessions.isEmpty && counters.isEmpty && meters.isEmpty
      && draws.isEmpty
  }

  /// Adds a record's contribution if it belongs to the rows of the one before, and returns whether it did.
  mutating func extendRun(by contribution: Contribution) -> Bool {
    guard run?.holds(contribution) == true else { return false }
    run?.change.add(contribution.totals, at: contribution.timestamp.milliseconds)
    return true
  }

  /// Adds a record's contribution, which others may follow that belong to the same rows.
  ///
  /// Only while there are no resets, which could fall between two of them.
  /// - Parameter scopes: The scopes that count it.
  mutating func beginRun(_ contribution: Contribution, to scopes: [CountedScope]) {
    guard contribution.meters.isEmpty else { return add(contribution, to: scopes, cuts: []) }
    endRun()
    run = Run(place: contribution, scopes: scopes)
    run?.change.add(contribution.totals, at: contribution.timestamp.milliseconds)
  }

  /// Updates the rows; called before they are read, and before scopes change.
  mutating func endRun() {
    guard let run else { return }
    self.run = nil
    var place = run.place
    place.totals = run.change.totals
    change(by: place, run.scopes, [], +=)
    guard let session = place.session else { return }
    sessions[SessionRow(session: session, context: place.context), default: SessionChange()].add(run.change)
  }

  /// Adds a record's contribution.
  ///
  /// - Parameters:
  ///   - scopes: The scopes that count it.
  ///   - cuts: The times of resets later in its quarter hour.
  mutating func add(_ contribution: Contribution, to scopes: [CountedScope], cuts: [Int64]) {
    change(by: contribution, scopes, cuts, +=)
    change(metersOf: contribution, +=)
    guard let session = contribution.session else { return }
    let time = contribution.timestamp.milliseconds
    let row = SessionRow(session: session, context: contribution.context)
    sessions[row, default: SessionChange()].add(contribution.totals, at: time)
  }

  /// Takes a record's contribution back.
  mutating func subtract(_ contribution: Contribution, from scopes: [CountedScope], cuts: [Int64]) {
    change(by: contribution, scopes, cuts, -=)
    change(metersOf: contribution, -=)
    guard let session = contribution.session else { return }
    let row = SessionRow(session: session, context: contribution.context)
    sessions[row, default: SessionChange()].totals -= contribution.totals
    sessions[row, default: SessionChange()].lostRecord = true
  }

  private mutating func change(
    by contribution: Contribution, _ scopes: [CountedScope], _ cuts: [Int64],
    _ operation: (inout Totals, Totals) -> Void
  ) {
    let seconds = contribution.timestamp.seconds
    let context = contribution.context
    let totals = contribution.totals
    operation(
      &quarters[Slot(number: floorDivide(seconds, by: QuarterHour.seconds), context: context), default: .zero], totals)
    operation(
      &days[Slot(number: floorDivide(seconds, by: Instant.secondsPerDay), context: context), default: .zero], totals)
    for scope in scopes {
      for grain in scope.grains {
        let slot = grain.slot(at: seconds)
        operation(&counters[CounterRows(scope: scope.id, grain: grain), default: [:]][slot, default: .zero], totals)
        guard !cuts.isEmpty, let before = grain.beforeReset else { continue }
        for cut in cuts where grain.slot(at: floorDivide(cut, by: 1_000)) == slot {
          operation(&counters[CounterRows(scope: scope.id, grain: before), default: [:]][cut, default: .zero], totals)
        }
      }
    }
  }

  private mutating func change(metersOf contribution: Contribution, _ operation: (inout Int64, Int64) -> Void) {
    for entry in contribution.meters {
      for length in MeterTotals.slotLengths {
        let row = MeterRow(
          seconds: length, slot: floorDivide(contribution.timestamp.seconds, by: length), context: contribution.context,
          meter: entry.meter)
        operation(&meters[row, default: 0], entry.quantity)
      }
    }
  }
}

/// Returns the quotient rounded down, also for numbers below zero.
func floorDivide(_ number: Int64, by divisor: Int64) -> Int64 {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}
