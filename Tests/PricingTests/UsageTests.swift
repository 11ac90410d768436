import Pricing
import TestSupport
import Testing

@Suite struct UsageTests {
  @Test func `nested totals become disjoint quantities`() throws {
    let usage = try Usage(totals: [
      .input: 1000, .cacheRead: 400, .cacheReadAudio: 50, .cacheWrite: 200, .cacheWrite1h: 120,
      .inputAudio: 80, .output: 300, .outputReasoning: 100, .citation: 7,
    ])
    #expect(usage[.cacheRead] == 350)
    #expect(usage[.cacheWrite] == 80)
    #expect(usage[.inputAudio] == 30)
    #expect(usage[.input] == 1000 - 400 - 200 - 30)
    #expect(usage[.output] == 200)
    #expect(usage.inputTokens == 1000)
    #expect(usage.outputTokens == 300)
    #expect(usage.cacheReadTokens == 400)
    #expect(usage.cacheWriteTokens == 200)
    #expect(usage.reasoningTokens == 100)
    #expect(usage.totalTokens == 1300)
  }

  @Test func `parts above their total are refused with both numbers`() {
    #expect(
      throws: PricingError.partsExceedTotal(
        total: .input, value: 10, part: .cacheRead, partValue: 8, parts: 11)
    ) {
      try Usage(totals: [.input: 10, .cacheRead: 8, .cacheWrite: 3])
    }
    #expect(throws: PricingError.quantityOutOfRange(.output, -1)) { try Usage(totals: [.output: -1]) }
    #expect(throws: PricingError.quantityOutOfRange(.output, .max)) { try Usage(totals: [.output: .max]) }
  }

  @Test func `totals are the reverse of taking parts out`() throws {
    var random = SplitMix64(seed: 5)
    for _ in 0..<2_000 {
      var usage = Usage()
      for meter in Meter.allCases where Bool.random(using: &random) {
        usage[meter] = Int64.random(in: 0...1_000_000, using: &random)
      }
      let again = try Usage(totals: usage.totals)
      for meter in Meter.allCases { #expect(again[meter] == usage[meter], "seed 5, \(meter)") }
    }
  }

  @Test func `a zero that was counted is kept`() {
    var usage = Usage()
    usage[.request] = 0
    #expect(usage.quantity(of: .request) == 0)
    #expect(usage.quantity(of: .image) == nil)
    #expect(usage.isEmpty)
  }

  @Test func `entries are in the order of meters however they were set`() {
    let quantities: [(Meter, Int64)] = [(.webSearch, 1), (.output, 2), (.input, 3), (.cacheRead, 4)]
    let usage = Usage(disjoint: quantities)
    #expect(usage == Usage(disjoint: quantities.reversed()))
    #expect(usage.entries.map(\.meter) == [.input, .output, .cacheRead, .webSearch])
    #expect((usage + usage)[.cacheRead] == 8)
  }

  @Test func `every meter has its own name and is found by it`() {
    for meter in Meter.allCases { #expect(Meter(name: meter.name) == meter) }
    #expect(Meter(name: "tokens") == nil)
    #expect(Meter.audioSecondIn.decimal(of: 1_500) == "1.5")
    #expect(Meter.page.decimal(of: 12) == "12")
  }
}
