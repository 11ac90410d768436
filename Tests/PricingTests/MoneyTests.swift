import Pricing
import TestSupport
import Testing

@Suite struct MoneyTests {
  @Test(
    arguments: [
      ("0", 0), ("0.00123", 1_230_000_000), ("1", 1_000_000_000_000), ("-0.5", -500_000_000_000),
      ("0.000000000001", 1), ("1000000.000000000001", 1_000_000_000_000_000_001),
    ] as [(String, Int128)])
  func `a decimal is read and written exactly`(decimal: String, picodollars: Int128) throws {
    let money = try #require(Money(decimal: decimal))
    #expect(money.picodollars == picodollars)
    #expect(money.decimal == decimal)
  }

  @Test(arguments: [
    "", "-", ".", "1.", ".5", "1e3", "+1", " 1", "1,5", "--1", "1.2.3", "0.0000000000001", "NaN",
    "999999999999999999999999999999999999999",
  ])
  func `other text is no amount`(text: String) {
    #expect(Money(decimal: text) == nil)
  }

  @Test func `zeros that change nothing are read`() {
    #expect(Money(decimal: "001.5000000000000000000")?.decimal == "1.5")
    #expect(Money(decimal: "-0")?.decimal == "0")
  }

  @Test func `every amount survives its decimal`() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<20_000 {
      let width = Int.random(in: 1...100, using: &random)
      let bits = UInt128(random.next()) << 64 | UInt128(random.next())
      let size = Int128(bits >> UInt128(128 - width))
      let money = Money(picodollars: Bool.random(using: &random) ? size : -size)
      #expect(Money(decimal: money.decimal) == money, "seed 11, \(money.picodollars)")
      guard let dollars = money.wholeDollars else { continue }
      #expect((0..<1_000_000_000_000).contains(money.picodollarsBelowDollar))
      #expect(Money(dollars: dollars, picodollars: money.picodollarsBelowDollar) == money)
    }
  }

  @Test(
    arguments: [
      (5, -13, 0), (15, -13, 2), (25, -13, 2), (251, -14, 3), (-15, -13, -2), (-25, -13, -2), (-251, -14, -3),
      (1, -40, 0), (1, -12, 1), (3, 0, 3_000_000_000_000), (0, 900, 0), (Int128.max, -51, 0),
      (Int128.max, -50, 2),
    ] as [(Int128, Int, Int128)])
  func `rounding goes to the nearest, ties to even`(significand: Int128, exponent: Int, picodollars: Int128) {
    #expect(Money(rounding: significand, exponent: exponent)?.picodollars == picodollars)
  }

  @Test func `what does not fit is refused`() {
    #expect(Money(rounding: 1, exponent: 27) == nil)
    #expect(Money(significand: 15, exponent: -13) == nil)
    #expect(Money(significand: 1, exponent: Int.max) == nil)
    #expect(Money(significand: 150, exponent: -13)?.picodollars == 15)
  }

  @Test func `amounts order and add up beyond nine million dollars`() {
    let billion = Money(dollars: 1_000_000_000, picodollars: 1)
    #expect(Money.zero < billion)
    #expect((billion + billion - billion) == billion)
    #expect((-billion + billion).isZero)
    #expect((billion * 3).decimal == "3000000000.000000000003")
  }
}
