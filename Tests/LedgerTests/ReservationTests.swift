import CivilTime
import Ledger
import Pricing
import TestSupport
import Testing

@Suite struct ReservationTests {
  private static let names: [(LimitDimension, String)] = [
    (.user, "ann"), (.session, "s"), (.project, "p"), (.agent, "bot"), (.model, "gpt-4o"), (.provider, "openai"),
  ]
  private static let call = Holding(subject: subject(names), tokens: 500, cost: Money(dollars: 3, picodollars: 7))

  private static func subject(_ names: [(LimitDimension, String)]) -> LimitSubject {
    var subject = LimitSubject()
    for (dimension, name) in names { subject[dimension] = name }
    return subject
  }

  @Test func `what is held counts for each of its dimensions and for no other text`() throws {
    let test = try TestLedger()
    _ = try test.ledger.reserve(Self.call, forSeconds: 600)
    try test.ledger.commit()
    for (dimension, name) in Self.names {
      let reserved = try #require(try test.another().reserved(.one(dimension, name)).first, "\(dimension)")
      #expect(reserved.requests == 1 && reserved.tokens == 500 && reserved.cost == Self.call.cost)
      #expect(try test.ledger.reserved(.one(dimension, "other")).isEmpty)
    }
    #expect(try test.ledger.reserved().map(\.tokens) == [500])
  }

  @Test func `what was not committed holds nothing`() throws {
    let test = try TestLedger()
    _ = try test.ledger.reserve(Self.call, forSeconds: 600)
    #expect(try test.ledger.reserved().count == 1)
    test.ledger.rollBack()
    #expect(try test.ledger.reserved().isEmpty)
  }

  @Test func `its time frees what is held, to the second, whether or not anybody clears up`() throws {
    let test = try TestLedger()
    let reservation = try test.ledger.reserve(Self.call, forSeconds: 600)
    try test.ledger.commit()
    test.clock.advance(seconds: 599)
    #expect(try test.ledger.reserved().count == 1)
    #expect(try test.ledger.expireReservations() == 0)
    test.clock.advance(seconds: 1)
    #expect(try test.ledger.reserved().isEmpty)
    #expect(try test.ledger.expireReservations() == 1)
    try test.ledger.commit()
    #expect(try test.another().release(reservation.id) == false)
  }

  @Test func `a reservation is given back once, and only by its user where one is named`() throws {
    let test = try TestLedger()
    try test.record(.sample())
    let reservation = try test.ledger.reserve(Self.call, forSeconds: 600)
    try test.ledger.commit()
    #expect(try test.ledger.release(reservation.id, ofUser: "bob") == false)
    #expect(try test.ledger.release(reservation.id, ofUser: "nobody ever") == false)
    #expect(try test.ledger.release(RecordID(bytes: [UInt8](repeating: 1, count: 16))) == false)
    #expect(try test.ledger.release(reservation.id, ofUser: "ann"))
    #expect(try test.ledger.release(reservation.id, ofUser: "ann") == false)
    try test.ledger.commit()
    #expect(try test.ledger.reserved().isEmpty)
  }

  @Test func `sums of many reservations are exact beyond what a column holds in picodollars`() throws {
    let test = try TestLedger()
    var expected = Money.zero
    for index in 0..<50 {
      let cost = Money(dollars: 900_000, picodollars: 999_999_999_999 - Int64(index))
      _ = try test.ledger.reserve(
        Holding(subject: Self.subject([(.user, "ann")]), tokens: 0, cost: cost), forSeconds: 60)
      expected += cost
    }
    #expect(try test.ledger.reserved(.one(.user, "ann")).map(\.cost) == [expected])
    test.ledger.rollBack()
  }

  @Test func `what is held counts against every limit that holds for it but those on one request`() throws {
    let test = try TestLedger()
    let now = test.clock.now
    _ = try test.ledger.reserve(Self.call, forSeconds: 600)
    for metric in LimitMetric.allCases {
      for window in LimitWindow.allCases {
        let rule = LimitRule(id: "x", scope: .each(.agent), metric: metric, window: window, limit: 1_000)
        let states = try test.ledger.states(
          of: [rule], for: Self.call.subject, calendar: LedgerCalendar(zone: .utc, weekStart: 1))
        let state = try #require(states.first)
        let whole: Int128 = metric == .tokens ? 500 : metric == .requests ? 1 : 3_000_000_000_007
        #expect(state.reserved == (window == .request ? 0 : whole))
        #expect(state.used == 0)
        if window != .request, metric == .tokens {
          #expect(state.whenFits(501, now: now) == now.adding(milliseconds: 600_000))
        }
      }
    }
    test.ledger.rollBack()
  }

  @Test func `an id reads back from its digits, and from nothing else`() throws {
    try forAll(
      seed: 41, count: 200, generate: { random in (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) } }
    ) { bytes in
      let id = RecordID(bytes: bytes)
      let text = id.description
      return RecordID(text) == id && RecordID(text.dropLast() + "G") == nil && RecordID(String(text.dropLast())) == nil
    }
  }
}
