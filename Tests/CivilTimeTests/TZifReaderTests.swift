import TestSupport
import Testing

@testable import CivilTime

@Suite struct TZifReaderTests {
  static let sample = TZifBuilder(
    changes: [(-1_000, 1), (0, 2), (500, 2), (1_000, 0)], offsets: [3_600, 7_200, -5_400],
    footer: "<+01>-1")

  @Test(arguments: [UInt8(0), 0x32, 0x33, 0x34])
  func `changes of each version of the format are read`(_ version: UInt8) {
    var builder = TZifReaderTests.sample
    builder.version = version
    let zone = Zone.made(builder)
    let expected: [(Int64, Int)] = [
      (-1_000_000, 3_600), (-1_001, 3_600), (-1_000, 7_200), (-1, 7_200), (0, -5_400), (999, -5_400),
      (1_000, 3_600), (5_000_000_000, 3_600),
    ]
    for (seconds, offset) in expected {
      #expect(zone.offset(at: Instant(seconds: seconds)) == offset, "at \(seconds)")
    }
    #expect(zone.span(containing: 700) == ZoneSpan(start: 0, end: 1_000, offset: -5_400))
  }

  @Test func `a file cut short anywhere is refused`() {
    let whole = TZifReaderTests.sample.bytes
    for count in 0..<whole.count {
      let error = #expect(throws: ZoneError.self) {
        try Zone(identifier: "X", tzif: Array(whole.prefix(count)))
      }
      let reason: ZoneError.Reason = count < 44 ? .notTZif : .truncated
      #expect(error == .malformed(name: "X", reason: reason), "\(count) bytes")
    }
  }

  @Test(arguments: [
    (TZifBuilder(offsets: []), ZoneError.Reason.outOfRange),
    (TZifBuilder(changes: [(0, 1)]), .outOfRange),
    (TZifBuilder(changes: [(5, 0), (5, 0)]), .outOfRange),
    (TZifBuilder(offsets: [100_000]), .outOfRange),
    (TZifBuilder(offsets: [.min]), .outOfRange),
    (TZifBuilder(leapSeconds: 1), .leapSeconds),
    (TZifBuilder(footer: nil), .truncated),
    (TZifBuilder(footer: "CET-1CEST"), .rule("CET-1CEST")),
    (TZifBuilder(footer: "5"), .rule("5")),
    (TZifBuilder(footer: "CET-1CEST,M13.5.0,M10.5.0"), .rule("CET-1CEST,M13.5.0,M10.5.0")),
    (TZifBuilder(footer: "CET-1CEST,M3.5.0,M10.5.0x"), .rule("CET-1CEST,M3.5.0,M10.5.0x")),
    (TZifBuilder(footer: "CET-25"), .rule("CET-25")),
    (TZifBuilder(footer: "<CET-1"), .rule("<CET-1")),
  ])
  func `a file against the format is refused with the reason`(
    _ builder: TZifBuilder, _ reason: ZoneError.Reason
  ) {
    #expect(throws: ZoneError.malformed(name: "X", reason: reason)) {
      try Zone(identifier: "X", tzif: builder.bytes)
    }
  }

  @Test func `mutated files never trap`() {
    let seed: UInt64 = 99
    var random = SplitMix64(seed: seed)
    var builder = TZifReaderTests.sample
    builder.footer = "EST5EDT,M3.2.0/-167,J365/167:59:59"
    let base = builder.bytes
    let probes = [Int64.min, -1_000, 0, 1_795_226_040_000, .max].map { Instant(milliseconds: $0) }
    for _ in 0..<20_000 {
      var bytes = base
      for _ in 0...Int.random(in: 0...3, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      guard let zone = try? Zone(identifier: "X", tzif: bytes) else { continue }
      for probe in probes {
        #expect(zone.hourStart(containing: probe) <= probe || probe.milliseconds == .min)
        _ = zone.start(of: zone.date(at: probe))
      }
    }
  }
}
