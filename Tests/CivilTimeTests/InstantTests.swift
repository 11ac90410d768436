import TestSupport
import Testing

@testable import CivilTime

@Suite struct InstantTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0),
      ("1970-01-01T00:00:00.001Z", 1),
      ("1969-12-31T23:59:59.999Z", -1),
      ("2026-11-21T01:54:00Z", 1_795_226_040_000),
      ("2026-11-21T10:54:00+09:00", 1_795_226_040_000),
      ("2026-11-20T17:54:00-08:00", 1_795_226_040_000),
      ("2026-11-21t01:54:00z", 1_795_226_040_000),
      ("2026-11-21T01:54:00-00:00", 1_795_226_040_000),
      ("2026-11-21T07:39:00.5+05:45", 1_795_226_040_500),
      ("2026-11-21T01:54:00.12Z", 1_795_226_040_120),
      ("2026-11-21T01:54:00.123999999999999999999Z", 1_795_226_040_123),
      ("2026-11-22T01:53:00+23:59", 1_795_226_040_000),
      ("2016-12-31T23:59:60Z", 1_483_228_799_999),
      ("2017-01-01T08:59:60.5+09:00", 1_483_228_799_999),
      ("0000-01-01T00:00:00Z", -62_167_219_200_000),
      ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ] as [(String, Int64)])
  func `a time with offset is read`(_ text: String, _ milliseconds: Int64) {
    #expect(Instant(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-11-21", "2026-11-21T01:54:00", "2026-11-21 01:54:00Z", "2026-11-21T01:54Z",
    "2026-11-21T24:00:00Z",
    "2026-11-21T23:60:00Z", "2026-11-21T23:00:61Z", "2026-11-21T23:59:60Z", "2026-11-30T22:59:60Z",
    "2026-11-21T01:54:00.Z", "2026-11-21T01:54:00,5Z", "2026-11-21T01:54:00+9:00", "2026-11-21T01:54:00+0900",
    "2026-11-21T01:54:00+09", "2026-11-21T01:54:00+24:00", "2026-11-21T01:54:00+09:60",
    "2026-02-30T01:54:00Z",
    "2026-11-21T01:54:00Z ", "2026-11-21T01:54:00ZZ", "1795226040", "2026-11-21T01:54:00\u{2212}08:00",
    "2026-11-21T01:54:0\u{0660}Z", "20261121T015400Z", "+2026-11-21T01:54:00Z",
  ])
  func `anything else is refused`(_ text: String) {
    #expect(Instant(rfc3339: text) == nil)
  }

  @Test func `times are written in UTC and with milliseconds only when there are some`() {
    #expect(Instant(milliseconds: 1_795_226_040_000).rfc3339(in: .utc) == "2026-11-21T01:54:00Z")
    #expect(Instant(milliseconds: 1_795_226_040_007).rfc3339(in: .utc) == "2026-11-21T01:54:00.007Z")
    #expect(Instant(milliseconds: -1).description == "1969-12-31T23:59:59.999Z")
  }

  @Test func `what is written is read back, in any zone`() throws {
    let zones =
      [Zone.utc]
      + [-86_399, -3_601, -1, 1, 900, 20_700, 50_400].map { offset in
        Zone.fixed(offset: offset)
      }
    let seed: UInt64 = 42
    var random = SplitMix64(seed: seed)
    for _ in 0..<5_000 {
      let instant = Instant(
        milliseconds: .random(in: -62_135_596_800_000...253_402_214_400_000, using: &random))
      for zone in zones {
        let text = instant.rfc3339(in: zone)
        guard Instant(rfc3339: text) == instant else {
          Issue.record("seed \(seed): \(instant.milliseconds) became \(text) in \(zone.identifier)")
          return
        }
      }
    }
  }

  @Test func `mutated times never trap`() {
    let seed: UInt64 = 43
    var random = SplitMix64(seed: seed)
    let base = Array("2026-11-21T10:54:00.250+09:00".utf8)
    for _ in 0..<20_000 {
      var bytes = base
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...127, using: &random)
        case 1: bytes.remove(at: index)
        default: bytes.insert(UInt8.random(in: 0x2B...0x3A, using: &random), at: index)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let instant = Instant(rfc3339: text) else { continue }
      #expect(Instant(rfc3339: instant.description) == instant, "seed \(seed): \(text)")
    }
  }

  @Test func `seconds are rounded towards the past`() {
    #expect(Instant(milliseconds: 1_999).seconds == 1)
    #expect(Instant(milliseconds: -1).seconds == -1)
    #expect(Instant(milliseconds: -1_000).seconds == -1)
    #expect(Instant(seconds: -1).milliseconds == -1_000)
  }

  @Test func `the ends of the range hold`() {
    #expect(Instant(seconds: .max).milliseconds == .max)
    #expect(Instant(seconds: .min).milliseconds == .min)
    #expect(Instant(milliseconds: .max).adding(milliseconds: 1).milliseconds == .max)
    #expect(Instant(milliseconds: .min).adding(milliseconds: -1).milliseconds == .min)
    for end in [Int64.min, .max] {
      let instant = Instant(milliseconds: end)
      for zone in [Zone.utc, .fixed(offset: 3_600), .fixed(offset: -3_600)] {
        _ = instant.rfc3339(in: zone)
        _ = zone.start(of: zone.date(at: instant))
        _ = zone.hourStart(containing: instant)
        _ = zone.nextHourStart(after: instant)
        _ = zone.timeOfDay(at: instant)
      }
    }
  }
}
