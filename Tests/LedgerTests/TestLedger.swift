import CivilTime
import Ledger
import Pricing
import Synchronization
import TestSupport

/// A ledger in a folder of its own, with a clock that the test sets.
final class TestLedger {
  let folder: TemporaryFolder
  let clock: TestClock
  let ledger: Ledger

  init(at start: String = "2026-11-21T12:00:00Z") throws {
    folder = try TemporaryFolder()
    clock = TestClock(start)
    ledger = TestLedger.open(folder, clock)
  }

  /// Another process's view of the same file.
  func another() -> Ledger { Self.open(folder, clock) }

  static func open(_ folder: TemporaryFolder, _ clock: TestClock) -> Ledger {
    open(LedgerFolder(path: folder.path), clock)
  }

  static func open(_ folder: LedgerFolder, _ clock: TestClock) -> Ledger {
    let chance = Chance()
    return Ledger(
      folder: folder,
      world: LedgerWorld(
        now: { clock.now }, monotonicMilliseconds: { clock.monotonic() },
        randomBytes: { chance.bytes($0) }, sleepMilliseconds: { clock.sleep($0) }))
  }

  /// Enters a call and commits.
  @discardableResult
  func record(_ facts: CallFacts, keys: [String] = [], endsSession: Bool = false) throws -> RecordedCall {
    let call = try add(facts, keys: keys, endsSession: endsSession)
    try ledger.commit()
    return call
  }

  /// Enters a call without committing.
  @discardableResult
  func add(_ facts: CallFacts, keys: [String] = [], endsSession: Bool = false) throws -> RecordedCall {
    try ledger.record(
      RecordRequest(
        facts: facts, keys: keys.map { RecordKey(id: $0, source: "tool", part: 0) }, endsSession: endsSession),
      pricing: TestPrice.apply)
  }

  func totals(_ period: Period = .all, _ texts: [Dimension: String] = [:]) throws -> UsageTotals {
    try ledger.totals(of: period, filter: UsageFilter(texts: texts))
  }
}

/// A price that tests can do in their head: 2 picodollars a token; models called `unknown` have none.
enum TestPrice {
  static func apply(_ facts: CallFacts) -> AppliedPrice {
    let amount = Money(picodollars: Int128(facts.usage.totalTokens) * 2)
    if let reported = facts.reportedCost {
      return AppliedPrice(
        provider: "test", pricedAs: facts.model, kind: .reported, cost: reported, catalogCost: amount, row: "row")
    }
    guard facts.model != "unknown" else {
      return AppliedPrice(provider: "", pricedAs: "", kind: .unpriced, cost: nil, catalogCost: nil, row: "")
    }
    return AppliedPrice(
      provider: "test", pricedAs: facts.model, kind: .catalog, cost: amount, catalogCost: amount, row: "row")
  }
}

/// A clock that stands until it is set.
final class TestClock: @unchecked Sendable {  // only the test's own thread touches it
  var now: Instant
  /// What happens while somebody waits.
  var onSleep: () -> Void = {}
  private var slept: Int64 = 0

  init(_ text: String) { now = Instant(text) }

  func monotonic() -> Int64 { slept }
  func sleep(_ milliseconds: Int64) {
    slept += milliseconds
    onSleep()
  }
  func advance(seconds: Int64) { now = now.adding(milliseconds: seconds * 1000) }
}

/// Ids that differ and repeat from run to run.
final class Chance: @unchecked Sendable {  // only the test's own thread touches it
  private static let drawn = Mutex<UInt64>(0)
  // Two ledgers on one file must not draw the same ids.
  private var generator = SplitMix64(
    seed: Chance.drawn.withLock {
      $0 += 1; return $0
    })

  func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
}

extension Instant {
  /// The instant of an RFC 3339 text that the test knows to be one.
  init(_ text: String) {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure("no time: \(text)") }
    self = instant
  }
}

extension CallFacts {
  /// A call of Ada's with 100 tokens in and 10 out.
  static func sample(
    _ model: String = "alpha", at time: String = "2026-11-21T11:00:00Z", input: Int64 = 100, output: Int64 = 10,
    user: String = "ada"
  ) -> CallFacts {
    var usage = Usage()
    usage[.input] = input
    usage[.output] = output
    return CallFacts(userID: user, source: "tool", model: model, usage: usage, timestamp: Instant(time))
  }

  /// This call with changes.
  func with(_ change: (inout CallFacts) -> Void) -> CallFacts {
    var facts = self
    change(&facts)
    return facts
  }
}
