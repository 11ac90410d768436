import CivilTime
import SQLite
import TestSupport
import Testing

@testable import Ledger

/// Keys are looked up by a number, and told apart by what they are.
@Suite struct KeyHashTests {
  /// Two keys with one number, for the second text of a ledger as the user and the third as the namespace.
  private static let twins = ("00adc90c", "033571fe")

  @Test func `the number of a key is what files hold`() {
    let hash = KeyHash.of(Self.twins.0, part: 0, namespace: TextID(3), user: TextID(2))
    #expect(hash == 12_783_299_793_638)
    #expect(KeyHash.of(Self.twins.1, part: 0, namespace: TextID(3), user: TextID(2)) == hash)
    #expect(KeyHash.of(Self.twins.0, part: 1, namespace: TextID(3), user: TextID(2)) != hash)
    #expect(KeyHash.of(Self.twins.0, part: 0, namespace: TextID(2), user: TextID(3)) != hash)
  }

  @Test func `keys with one number are two keys, of two records or of one`() throws {
    for together in [false, true] {
      let test = try TestLedger()
      let (first, second) = Self.twins
      let one = try test.record(.sample(), keys: together ? [first, second] : [first])
      let other = try test.record(.sample(), keys: [second])
      #expect((one.record.id == other.record.id) == together)
      #expect(try Self.numbers(in: test).count == 2)
      #expect(Set(try Self.numbers(in: test)).count == 1)
      for (key, call) in [(first, one), (second, other)] {
        #expect(try test.record(.sample(), keys: [key]).record.id == call.record.id)
      }
      let records = try test.ledger.records(of: .all, filter: .none, limit: 9)
      #expect(try test.ledger.keys(of: records).joined().map(\.id).sorted() == [first, second])
      #expect(try test.ledger.verify(ownLimits: []).differences.isEmpty)
    }
  }

  @Test func `keys with one number stay two keys where their records become one, and are archived`() throws {
    let test = try TestLedger()
    let (first, second) = Self.twins
    for key in [first, second] { try test.record(.sample(), keys: [key]) }
    let joined = try test.record(.sample(), keys: [first, second])
    #expect(try test.totals().all.requests == 1)
    let records = try test.ledger.records(of: .all, filter: .none, limit: 9)
    #expect(records.map(\.id) == [joined.record.id])
    #expect(try test.ledger.keys(of: records) == [[first, second].map { RecordKey(id: $0, source: "tool", part: 0) }])
    _ = try test.ledger.archive(before: Instant("2026-11-22T00:00:00Z")) { _, _, _ in [0x0A] }
    for key in [first, second] { #expect(try test.record(.sample(), keys: [key]).record.id == joined.record.id) }
    #expect(try test.totals().all.requests == 1)
  }

  @Test func `a key that its number does not lead to is told, and mended`() throws {
    let test = try TestLedger()
    let call = try test.record(.sample(), keys: ["a"])
    let connection = try Connection(path: test.ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("UPDATE record_key SET hash = hash + 1")
    #expect(try test.ledger.verify(ownLimits: []).differences.map(\.figure) == ["hash"])
    #expect(try test.ledger.repair().after.differences.isEmpty)
    #expect(try test.record(.sample(), keys: ["a"]).record.id == call.record.id)
  }

  @Test func `a key that was entered again because its number did not lead to it is mended too`() throws {
    let test = try TestLedger()
    let call = try test.record(.sample(), keys: ["a", "b"])
    let connection = try Connection(path: test.ledger.folder.database, mode: .readWrite, busyTimeoutMilliseconds: 0)
    try connection.execute("UPDATE record_key SET hash = hash + 1 WHERE key = 'a'")
    #expect(try test.record(.sample(), keys: ["a", "b"]).record.id == call.record.id)
    #expect(try Self.numbers(in: test).count == 3)
    #expect(try test.ledger.repair().after.differences.isEmpty)
    #expect(try Self.numbers(in: test).count == 2)
    #expect(try test.record(.sample(), keys: ["a"]).record.id == call.record.id)
  }

  private static func numbers(in test: TestLedger) throws -> [Int64] {
    let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    return try connection.all("SELECT hash FROM record_key") { row throws(SQLiteError) in try row.integer(0) }
  }
}
