import Foundation
import JSON
import TestSupport
import Testing
import Tokens

@Suite struct EstimatorTests {
  private struct Vector {
    let text: String
    let object: JSONObject

    func exact(_ family: TokenFamily) -> Int64 { object[family.rawValue]?.number?.int64 ?? -1 }

    /// The reference's estimate, rounded to hundredths, in thousandths of a token.
    func estimate(_ family: TokenFamily) -> Int64 {
      guard let (digits, exponent) = object["est_\(family.rawValue)"]?.number?.decimal() else { return -1 }
      return (0..<(exponent + 3)).reduce(Int64(digits)) { product, _ in product * 10 }
    }
  }

  private func vectors() throws -> [Vector] {
    let url = try #require(SharedFolder.url("tokens/vectors.jsonl"))
    return try Data(contentsOf: url).split(separator: 0x0A).compactMap { line in
      guard let object = try JSONParser.parse([UInt8](line)).object else { return nil }
      return Vector(text: object["text"]?.string ?? "", object: object)
    }
  }

  @Test(
    .enabled(if: SharedFolder.isPresent, "\(SharedFolder.skipReason)"),
    arguments: [TokenFamily.o200k, .cl100k])
  func `every estimate is that of the reference`(_ family: TokenFamily) throws {
    let counter = try Weights.counter()
    let vectors = try vectors()
    #expect(vectors.count >= 63)
    for vector in vectors {
      let found = counter.thousandths(of: vector.text, family: family)
      #expect(
        abs(found - vector.estimate(family)) <= 6, "\(vector.text): \(found), \(vector.estimate(family))")
    }
  }

  @Test(
    .enabled(if: SharedFolder.isPresent, "\(SharedFolder.skipReason)"),
    arguments: [TokenFamily.o200k, .cl100k])
  func `nine of ten real counts lie between low and high, and all together are near`(_ family: TokenFamily)
    throws
  {
    let counter = try Weights.counter()
    var outside: [String] = []
    var sums = (real: Int64(0), estimated: Int64(0), error: 0.0, width: 0.0, texts: 0)
    for vector in try vectors() where !vector.text.isEmpty {
      let count = counter.count([vector.text], family: family)
      #expect(count.low <= count.count && count.count <= count.high)
      let real = vector.exact(family)
      if !(count.low...count.high).contains(real) {
        outside.append("\(vector.text.prefix(40)): \(real) is not in \(count.low)...\(count.high)")
      }
      sums.real += real
      sums.estimated += count.count
      sums.error += Double(abs(count.count - real)) / Double(real)
      sums.width += Double(count.high - count.low) / Double(real)
      sums.texts += 1
    }
    let texts = Double(sums.texts)
    print(
      "\(family.rawValue): \(sums.estimated) estimated for \(sums.real), mean error \(sums.error / texts),",
      "mean width \(sums.width / texts), outside \(outside.count) of \(sums.texts)", outside)
    #expect(outside.count * 10 <= sums.texts, "\(outside)")
    #expect(abs(sums.estimated - sums.real) * 20 <= sums.real)
  }

  @Test func `nothing has no tokens, and something has at least one`() throws {
    let counter = try Weights.counter()
    for family in TokenFamily.allCases {
      let nothing = counter.count([""], family: family)
      #expect([nothing.count, nothing.low, nothing.high] == [0, 0, 0])
      let one = counter.count(["\u{200D}"], family: family)
      #expect(one.count >= 1 && one.high <= 3)
    }
  }

  @Test func `a million spaces are more than one token`() throws {
    let count = try Weights.counter().count([String(repeating: " ", count: 1_000_000)], family: .o200k)
    #expect(count.count == 7_813)
  }

  @Test func `texts are counted each on its own`() throws {
    let counter = try Weights.counter()
    let both = counter.count(["ab", "cd"], family: .o200k)
    #expect(both.count == 2)
  }

  @Test func `a vocabulary that nobody has measured has wider bounds`() throws {
    let counter = try Weights.counter()
    let text = String(repeating: "비용은 한 달에 얼마인가요? ", count: 40)
    let known = counter.count([text], family: .o200k)
    let unknown = counter.count([text], family: .unknown)
    #expect(unknown.low <= known.count && unknown.high > known.high)
    #expect(unknown.count > known.count)
    #expect(counter.count([text], family: .claude2).count > unknown.count)
  }

  @Test func `200,000 random scalars never trap, and stay within their bytes`() throws {
    let counter = try Weights.counter()
    let seed: UInt64 = 88
    var random = SplitMix64(seed: seed)
    let interesting: [UInt32] = [
      0x20, 0x0A, 0x0D, 0x09, 0x27, 0x2019, 0x41, 0x61, 0x39, 0xE9, 0x1EA1, 0xAC00, 0x4E00, 0x3042, 0x200D,
      0xFE0F, 0x1F600, 0x0300, 0xA0, 0x660, 0x2E, 0x2F, 0x17F, 0x1C5, 0xFF01,
    ]
    for round in 0..<2_000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<100 {
        let value =
          Bool.random(using: &random)
          ? interesting[Int.random(in: 0..<interesting.count, using: &random)]
          : UInt32.random(in: 0..<0x11_0000, using: &random)
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
      for family in [TokenFamily.o200k, .cl100k, .unknown] {
        let count = counter.count([String(text)], family: family)
        #expect(count.low <= count.count && count.count <= count.high, "seed \(seed), round \(round)")
        #expect(count.high <= String(text).utf8.count, "seed \(seed), round \(round)")
      }
    }
  }

  @Test func `a table that lacks something is refused by name`() throws {
    var table = try #require(try Weights.table().object)
    #expect(throws: TokenWeights.Fault.missing("rare_pairs")) { try TokenWeights([:]) }
    table["kinds"] = [:]
    #expect(throws: TokenWeights.Fault.missing("english")) { try TokenWeights(.object(table)) }
  }

  @Test(
    arguments: [
      ("gpt-4o-mini", .o200k), ("openai/gpt-5.1-codex", .o200k), ("o3-mini", .o200k), ("o1", .o200k),
      ("gpt-4-turbo", .cl100k), ("gpt-4.1-nano", .o200k), ("azure/gpt-35-turbo", .cl100k),
      ("text-embedding-3-small", .cl100k), ("claude-sonnet-4-5", .unknown),
      ("anthropic.claude-v2:1", .claude2),
      ("gemini-2.5-flash", .unknown), ("deepseek-chat", .deepseek),
      ("deepseek-r1-distill-llama-70b", .unknown),
      ("deepseek-r1-distill-qwen-32b", .qwen), ("mistral-large-latest", .mistral), ("veo3-fast", .unknown),
      ("qwen3-max", .qwen),
    ] as [(String, TokenFamily)])
  func `a model's name tells its vocabulary`(_ model: String, _ family: TokenFamily) {
    #expect(TokenFamily(model: model) == family)
  }
}
