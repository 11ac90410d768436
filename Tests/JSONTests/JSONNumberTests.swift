import JSON
import TestSupport
import Testing

@Suite struct JSONNumberTests {
  private func number(_ lexeme: String) throws -> JSONNumber { try #require(JSONNumber(lexeme: lexeme)) }

  @Test(
    arguments: [
      ("999999999999999999", 999_999_999_999_999_999), ("-999999999999999999", -999_999_999_999_999_999),
      ("1000000000000000000", 1_000_000_000_000_000_000), ("9223372036854775807", .max),
      ("-9223372036854775808", .min), ("9223372036854775808", nil), ("-9223372036854775809", nil),
      ("9999999999999999999", nil), ("18446744073709551617", nil),
    ] as [(String, Int64?)])
  func `whole numbers around the ends of 64 bits parse exactly`(text: String, value: Int64?) throws {
    let number = try #require(try JSONParser.parse(Array(text.utf8)).number)
    #expect(number.lexeme == text)
    #expect(number.int64 == value)
  }

  @Test(
    arguments: [
      ("5", 5), ("5.0", 5), ("5e0", 5), ("50e-1", 5), ("0.5e1", 5), ("-0", 0), ("0.000", 0),
      ("0e99999999999", 0),
      ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9.223372036854775807E+18", .max),
      ("1000000000000000000.0", 1_000_000_000_000_000_000),
    ] as [(String, Int64)])
  func `a whole number is read however it is written`(lexeme: String, value: Int64) throws {
    #expect(try number(lexeme).int64 == value)
    #expect(try number(lexeme).isInteger)
    #expect(try number(lexeme).lexeme == lexeme)
  }

  @Test(arguments: [
    "5.5", "1e-1", "9223372036854775808", "1e19", "1e400", "1e-400", "1e99999999999999999999",
  ])
  func `what is no 64-bit integer is none`(lexeme: String) throws {
    #expect(try number(lexeme).int64 == nil)
  }

  @Test func `a number is whole by its value, plain by its text`() throws {
    for (lexeme, isInteger, isPlain) in [
      ("1e400", true, false), ("5.0", true, false), ("5.5", false, false), ("12", true, true),
      ("1E2", true, false),
      (String(repeating: "9", count: 100), true, true), ("1.0000000000000000000000000000001", false, false),
    ] {
      #expect(try number(lexeme).isInteger == isInteger, "\(lexeme)")
      #expect(try number(lexeme).isIntegerLexeme == isPlain, "\(lexeme)")
    }
  }

  @Test(arguments: ["", "+1", "01", "-", "1.", ".5", "1e", "1e+", "0x1", " 1", "1 ", "NaN", "-01", "１"])
  func `what the grammar does not know is no number`(lexeme: String) {
    #expect(JSONNumber(lexeme: lexeme) == nil)
  }

  @Test func `a decimal is exact and without trailing zeros`() throws {
    let price = try #require(try number("0.03510").decimal())
    #expect(price == (351, -4))
    #expect(try #require(try number("1500").decimal()) == (15, 2))
    #expect(try #require(try number("-12.50e-3").decimal()) == (-125, -4))
    #expect(try #require(try number("0.000").decimal()) == (0, 0))
    #expect(
      try #require(try number("123456789012345678901234567890").decimal()) == (
        12_345_678_901_234_567_890_123_456_789, 1
      ))
    #expect(try number(String(repeating: "7", count: 40)).decimal() == nil)
  }

  @Test func `equal numbers are equal and hash alike in every spelling`() throws {
    for group in [
      ["1", "1.0", "10e-1", "0.1e1"], ["0", "-0", "0.0", "0e5", "-0e-5"], ["1e400", "10e399", "0.1e401"],
      ["-2.5", "-25e-1", "-2.50"], ["100000000000000000000", "1e20", "100000000000000000000.0"],
    ] {
      let numbers = try group.map(number)
      #expect(Set(numbers).count == 1, "\(group)")
    }
    #expect(try number("9007199254740993") != number("9007199254740992.0"))
  }

  @Test func `the order is exact`() throws {
    let ascending = [
      "-1e400", "-9223372036854775809", "-9223372036854775808", "-1.5", "-1", "-1e-400", "0", "1e-400", "0.1",
      "0.10000000000000000000000000000000000001", "1", "1.5", "9007199254740992", "9007199254740993",
      "9223372036854775807", "9223372036854775807.5", "9223372036854775808", "1e400",
    ]
    let numbers = try ascending.map(number)
    for (i, left) in numbers.enumerated() {
      for (j, right) in numbers.enumerated() {
        #expect((left < right) == (i < j), "\(left.lexeme) and \(right.lexeme)")
        #expect((left == right) == (i == j))
      }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3]) func `order and equality agree with integer arithmetic`(seed: UInt64)
    throws
  {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let (a, b) = (
        Int64.random(in: -2000...2000, using: &random), Int64.random(in: -2000...2000, using: &random)
      )
      let (left, right) = (try spelled(a, &random), try spelled(b, &random))
      #expect((left < right) == (a < b), "seed \(seed): \(left.lexeme) \(right.lexeme)")
      #expect((left == right) == (a == b), "seed \(seed): \(left.lexeme) \(right.lexeme)")
      #expect(a != b || left.hashValue == right.hashValue, "seed \(seed)")
    }
  }

  /// Returns the number of that many thousandths in one of its spellings.
  private func spelled(_ thousandths: Int64, _ random: inout SplitMix64) throws -> JSONNumber {
    let zeros = String(repeating: "0", count: Int.random(in: 0...30, using: &random))
    let sign = thousandths < 0 ? "-" : ""
    let digits = String(thousandths.magnitude)
    switch Int.random(in: 0...2, using: &random) {
    case 0: return try number("\(thousandths)e-3")
    case 1:
      return try number(
        "\(sign)\(digits)\(digits == "0" ? "" : zeros)e-\(3 + (digits == "0" ? 0 : zeros.count))")
    default:
      let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      return try number("\(sign)\(padded.dropLast(3)).\(padded.suffix(3))\(zeros)")
    }
  }
}
