import CivilTime
import Foundation
import Pricing
import TestSupport
import Testing

/// Conversion against Python's fractions, which share nothing with our arithmetic.
@Suite struct ExchangeAgainstPythonTests {
  @Test(.enabled(if: isInstalled, "skipped: no python3"))
  func `amounts of every size are those of Python's fractions`() throws {
    var random = SplitMix64(seed: 41)
    let day = try #require(CivilDate(year: 2026, month: 10, day: 30))
    let cases = try (0..<3_000).map { _ in
      let width = Int.random(in: 1...100, using: &random)
      let size = Int128((UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128(128 - width))
      let digits = Int128.random(in: 1...9_999_999_999_999_999_999, using: &random)
      let money = Money(picodollars: Bool.random(using: &random) ? size : -size)
      let exchange = Exchange(currency: "KRW", date: day, rate: Money(picodollars: digits).decimal)
      return (money: money, exchange: try #require(exchange))
    }
    let found = cases.map { "\($0.exchange.amount(of: $0.money).trillionths)" }
    let wanted = try Self.python(cases.map { "\($0.money.picodollars) \($0.exchange.rateText)" })
    #expect(found.count == wanted.count)
    for index in found.indices where found[index] != wanted[index] {
      Issue.record("seed 41, \(cases[index]): \(found[index]), in Python \(wanted[index])")
    }
  }

  private static let isInstalled: Bool = {
    do { return try python(["3 0.5"]) == ["2"] } catch { return false }
  }()

  /// Returns each product rounded half to even, as Python's `round` does with a fraction.
  private static func python(_ lines: [String]) throws -> [String] {
    let folder = try TemporaryFolder()
    // A file, as a pipe in each direction could block both sides.
    let input = try folder.write(lines.joined(separator: "\n"), to: "input")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, input]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static let script = """
    import sys
    from fractions import Fraction
    for line in open(sys.argv[1]):
        picodollars, rate = line.split()
        print(round(int(picodollars) * Fraction(rate)))
    """
}
