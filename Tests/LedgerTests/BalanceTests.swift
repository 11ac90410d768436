import CivilTime
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct BalanceTests {
  private static let dollar = Money(dollars: 1, picodollars: 0)

  private func remaining(_ ledger: Ledger, _ user: String = "ada") throws -> Money? {
    try ledger.balance(ofUser: user)?.remaining
  }

  @Test func `what is recorded after the first entry is drawn, and nothing before`() throws {
    let test = try TestLedger()
    try test.record(.sample(input: 1_000))
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar, note: "first")
    try test.ledger.commit()
    #expect(try remaining(test.ledger) == Self.dollar)
    // An earlier call that is recorded now is drawn; one of another user is not.
    try test.record(.sample(at: "2026-11-01T00:00:00Z"))
    try test.record(.sample(user: "bob"))
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 220))
    #expect(try remaining(test.ledger, "bob") == nil)
    #expect(try remaining(test.another()) == Self.dollar - Money(picodollars: 220))
    try expectConsistent(test.ledger)
  }

  @Test func `calls of the same batch and millisecond are told apart by which side of the opening they are on`() throws
  {
    let test = try TestLedger()
    try test.add(.sample(), keys: ["before"])
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar)
    try test.add(.sample(), keys: ["after"])
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 220))
    // Its cost was never drawn, so its correction is not either.
    try test.add(.sample(input: 5_000), keys: ["before"])
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 220))
    try test.ledger.commit()
    try expectConsistent(test.ledger)
  }

  @Test func `a repeat draws nothing, an update the difference, and a merged record is drawn once`() throws {
    let test = try TestLedger()
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar)
    try test.record(.sample(), keys: ["a"])
    try test.record(.sample(), keys: ["a"])
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 220))
    try test.record(.sample(input: 300), keys: ["a"])
    try test.record(.sample(input: 300), keys: ["b"])
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 1_240))
    try test.record(.sample(input: 300), keys: ["a", "b"])
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 620))
    try expectConsistent(test.ledger)
  }

  @Test func `usage is one line a day, and a day that is over stays as it is`() throws {
    let test = try TestLedger()
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar, note: "paid")
    for _ in 0..<3 { try test.record(.sample(), keys: ["a"]) }
    try test.record(.sample())
    test.clock.advance(seconds: 86_400)
    // A correction of yesterday's call belongs to the day on which it was made.
    try test.record(.sample(input: 400), keys: ["a"])
    try test.ledger.addToBalance(ofUser: "ada", -Self.dollar, note: "paid back")
    try test.ledger.commit()
    let entries = try test.ledger.balanceEntries(ofUser: "ada")
    #expect(
      entries.map(\.amount) == [
        Self.dollar, -Money(picodollars: 440), -Money(picodollars: 600), -Self.dollar,
      ])
    #expect(entries.map { $0.day?.description } == [nil, "2026-11-21", "2026-11-22", nil])
    #expect(entries.map(\.note) == ["paid", "", "", "paid back"])
    #expect(try remaining(test.ledger) == -Money(picodollars: 1_040))
    try expectConsistent(test.ledger)
  }

  @Test func `a corrected price goes through the balance, for the records that were drawn`() throws {
    let test = try TestLedger()
    try test.record(.sample(), keys: ["before"])
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar)
    try test.record(.sample(), keys: ["after"])
    try test.record(.sample("unknown"))
    let changes = try test.ledger.priceChanges(in: .all) { facts in
      var price = TestPrice.apply(facts)
      price.cost = Money(picodollars: Int128(facts.usage.totalTokens) * 5)
      price.kind = .catalog
      return price
    }
    #expect(try test.ledger.apply(changes.changes).count == 3)
    try test.ledger.commit()
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 2 * 550))
    try expectConsistent(test.ledger)
  }

  @Test func `what is taken back leaves no trace`() throws {
    let test = try TestLedger()
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar)
    try test.ledger.commit()
    try test.add(.sample())
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar)
    try test.ledger.addToBalance(ofUser: "bob", Self.dollar)
    test.ledger.rollBack()
    try test.record(.sample())
    try test.record(.sample(user: "bob"))
    #expect(try remaining(test.ledger) == Self.dollar - Money(picodollars: 220))
    #expect(try remaining(test.ledger, "bob") == nil)
    try expectConsistent(test.ledger)
  }

  @Test func `an account that another process opens is drawn on at once`() throws {
    let test = try TestLedger()
    let other = test.another()
    try test.record(.sample())
    try other.addToBalance(ofUser: "ada", Self.dollar)
    try other.commit()
    try test.record(.sample())
    #expect(try remaining(other) == Self.dollar - Money(picodollars: 220))
    try expectConsistent(test.ledger)
  }

  @Test func `names are told apart by their bytes, and amounts beyond 64 bits add up`() throws {
    let test = try TestLedger()
    for _ in 0..<20 { try test.ledger.addToBalance(ofUser: "é", Ledger.largestCredit) }
    try test.ledger.addToBalance(ofUser: "e\u{301}", Money(picodollars: 1))
    for _ in 0..<3 {
      try test.add(.sample(user: "é").with { $0.reportedCost = Money(picodollars: 999_999_999_999) })
    }
    try test.ledger.commit()
    let used = Money(picodollars: 2_999_999_999_997)
    #expect(try remaining(test.ledger, "é") == Ledger.largestCredit * 20 - used)
    #expect(try remaining(test.ledger, "e\u{301}") == Money(picodollars: 1))
    #expect(try test.ledger.balances().map { Array($0.userID.utf8) } == [Array("e\u{301}".utf8), Array("é".utf8)])
    #expect(try test.ledger.balancesThatDoNotAddUp() == [])
    try expectConsistent(test.ledger)
  }

  @Test func `an account that was tampered with is found`() throws {
    let test = try TestLedger()
    try test.ledger.addToBalance(ofUser: "ada", Self.dollar)
    try test.ledger.addToBalance(ofUser: "bob", Self.dollar)
    try test.ledger.commit()
    let connection = try Connection(
      path: test.folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("UPDATE balance_entry SET picodollars = 1 WHERE id = 2")
    #expect(try test.ledger.balancesThatDoNotAddUp() == ["bob"])
  }

  @Test func `a ledger of one user keeps to that user's account`() throws {
    let test = try TestLedger()
    for user in ["ada", "bob"] { try test.ledger.addToBalance(ofUser: user, Self.dollar) }
    try test.ledger.commit()
    let only = Ledger(folder: test.ledger.folder, world: test.ledger.world, onlyUser: "bob")
    #expect(try only.balances().map(\.userID) == ["bob"])
    #expect(throws: LedgerError.otherUser(only: "bob")) { try only.balance(ofUser: "ada") }
    #expect(throws: LedgerError.otherUser(only: "bob")) { try only.balanceEntries(ofUser: "ada") }
    #expect(throws: LedgerError.otherUser(only: "bob")) { try only.addToBalance(ofUser: "ada", Self.dollar) }
  }
}
