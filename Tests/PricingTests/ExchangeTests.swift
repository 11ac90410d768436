import CivilTime
import Pricing
import TestSupport
import Testing

@Suite struct ExchangeTests {
  private static let day: CivilDate = {
    guard let day = CivilDate("2026-10-30") else { preconditionFailure("a day of the calendar") }
    return day
  }()

  private static func exchange(_ rate: String) throws -> Exchange {
    try #require(Exchange(currency: "KRW", date: day, rate: rate))
  }

  /// A rate with up to `places` decimal places, and its digits as a number.
  private static func rate(
    places: Int, _ random: inout SplitMix64
  ) throws -> (exchange: Exchange, digits: Int128, scale: Int128) {
    let places = Int.random(in: 0...places, using: &random)
    let scale = (0..<places).reduce(Int128(1)) { power, _ in power * 10 }
    let digits = Int128.random(in: 1...(scale * 2_000), using: &random)
    let rate = Money(picodollars: digits * (1_000_000_000_000 / scale)).decimal
    return (try exchange(rate), digits, scale)
  }

  @Test(arguments: [
    ("0.315", "1335.27", "420.61005"), ("1", "0.8951", "0.8951"), ("0", "157.25", "0"),
    ("-27.5", "157.25", "-4324.375"), ("1000000000", "1335.27", "1335270000000"),
    // Half a trillionth goes to the even neighbour, above and below zero.
    ("0.000000000001", "0.5", "0"), ("0.000000000003", "0.5", "0.000000000002"),
    ("-0.000000000003", "0.5", "-0.000000000002"), ("0.000000000005", "0.5", "0.000000000002"),
    ("0.000000000001", "0.500000000001", "0.000000000001"),
  ])
  func `an amount is the exact product, rounded once`(dollars: String, rate: String, wanted: String) throws {
    let money = try #require(Money(decimal: dollars))
    #expect(try Self.exchange(rate).amount(of: money).decimal == wanted)
  }

  @Test func `the rate of one leaves every amount as it is`() throws {
    let one = try Self.exchange("1.000")
    #expect(one.rateText == "1")
    try forAll(seed: 31, count: 5_000, generate: { Int128($0.next()) * Int128($0.next() >> 1) }) { size in
      let amount = Money(picodollars: size.isMultiple(of: 2) ? size : -size)
      return one.amount(of: amount).trillionths == amount.picodollars
        && one.amounts(ofParts: [Money(picodollars: size)]).map(\.trillionths) == [size]
    }
  }

  @Test func `no other whole number of trillionths is nearer to the product`() throws {
    var random = SplitMix64(seed: 32)
    for _ in 0..<20_000 {
      let (exchange, digits, scale) = try Self.rate(places: 9, &random)
      let picodollars = Int128.random(in: -1_000_000_000_000_000_000...1_000_000_000_000_000_000, using: &random)
      let found = exchange.amount(of: Money(picodollars: picodollars)).trillionths
      let error = (found * scale - picodollars * digits) * 2
      let isRight = error.magnitude < scale.magnitude || (error.magnitude == scale.magnitude && found.isMultiple(of: 2))
      #expect(isRight, "seed 32: \(picodollars) at \(exchange.rateText)")
    }
  }

  @Test func `parts add up to the whole, and none is a trillionth away from its own worth`() throws {
    var random = SplitMix64(seed: 33)
    for _ in 0..<5_000 {
      let (exchange, digits, scale) = try Self.rate(places: 6, &random)
      let count = Int.random(in: 0...12, using: &random)
      let parts = (0..<count).map { _ in
        Money(picodollars: Bool.random(using: &random) ? 0 : Int128.random(in: 0...3_000_000_000_000, using: &random))
      }
      let found = exchange.amounts(ofParts: parts).map(\.trillionths)
      #expect(found.reduce(0, +) == exchange.amount(of: parts.reduce(.zero, +)).trillionths, "seed 33: \(parts)")
      for (part, share) in zip(parts, found) {
        #expect((share * scale - part.picodollars * digits).magnitude < scale.magnitude, "seed 33: \(parts)")
        #expect(!part.isZero || share == 0)
      }
    }
  }

  @Test func `all that the store can hold fits at the largest rate`() throws {
    let most = Money(dollars: .max, picodollars: 999_999_999_999)
    let largest = try Self.exchange("9999999.999999999999")
    #expect(largest.amount(of: most).decimal == "92233720368547758070776627.963135224192")
    #expect(largest.amounts(ofParts: [.zero, most]).last == largest.amount(of: most))
    #expect(try Self.exchange("1335.27").amount(of: most).decimal == "12315691979651076493148.159999998665")
  }

  @Test func `a price for several units is divided and converted with one rounding`() throws {
    let price = try #require(Money(decimal: "1"))
    #expect(try Self.exchange("0.5").amount(of: price, over: 3).decimal == "0.166666666667")
    #expect(try Self.exchange("2").amount(of: price, over: 3_600).decimal == "0.000555555556")
  }

  @Test(arguments: [
    "", "0", "0.000", "-1", "1e3", "1,5", ".5", "10000000", "0.0000000000001", "1.", "NaN", "99999999999999999999",
  ])
  func `what is no rate is refused`(text: String) {
    #expect(Exchange(currency: "KRW", date: Self.day, rate: text) == nil)
  }
}
