import Foundation
import JSON
import Ledger
import Pricing
import Server
import Service
import TestSupport
import Testing

/// Estimates from a text in place of a count.
@Suite struct TextEstimateTests {
  private static let text = String(repeating: "The ledger keeps what every call has cost. ", count: 100)

  private func number(_ answer: JSONValue, _ path: String) throws -> Int64 {
    try #require(answer.at(path)?.number?.int64, "\(path)")
  }

  private func money(_ answer: JSONValue, _ path: String) throws -> Money {
    try #require(answer.at(path)?.number.flatMap { Money(decimal: $0.lexeme) }, "\(path)")
  }

  @Test func `a text is counted, and its bounds are those of the cost`() throws {
    let answer = try Bench().call(
      "estimate_cost", ["model": "gpt-4o", "text": .string(Self.text), "output_tokens": 100])
    #expect(answer.at("tokens.input.method") == "heuristic")
    let (low, count, high) = (
      try number(answer, "tokens.input.low"), try number(answer, "tokens.input.count"),
      try number(answer, "tokens.input.high")
    )
    #expect(low < count && count < high && (880...920).contains(count))
    #expect(answer.at("cost.lines.0.quantity") == .number(JSONNumber(count)))
    let output = try #require(Money(decimal: "0.001"))
    let each = try #require(Money(decimal: "0.0000025"))
    #expect(try money(answer, "cost.low") == output + each * low)
    #expect(try money(answer, "cost.expected") == output + each * count)
    #expect(try money(answer, "cost.high") == output + each * high)
    #expect(answer.at("warnings") == nil)
  }

  @Test func `the text of messages and of their parts is counted, images are named`() throws {
    let bench = try Bench()
    let messages: JSONValue = [
      ["role": "system", "content": .string(Self.text)],
      [
        "role": "user",
        "content": [["type": "text", "text": .string(Self.text)], ["type": "image"], "one more"],
      ],
      ["role": "assistant", "content": .null],
    ]
    let answer = try bench.call(
      "estimate_cost", ["model": "gpt-4o", "messages": messages, "output_tokens": 1])
    let one = try bench.call(
      "estimate_cost", ["model": "gpt-4o", "text": .string(Self.text), "output_tokens": 1])
    #expect(
      try abs(number(answer, "tokens.input.count") - 2 * number(one, "tokens.input.count") - 2) <= 2)
    #expect(answer.at("warnings.0")?.string?.contains("around each message") == true)
    #expect(answer.at("warnings.1")?.string?.hasPrefix("1 part ") == true)
  }

  @Test func `images next to a text are given as meters`() throws {
    let bench = try Bench()
    let call: JSONObject = ["model": "gpt-4o", "text": "What is this?", "output_tokens": 1]
    let text = try bench.call("estimate_cost", call)
    var withImage = call
    withImage["meters"] = ["input_image": 1_000]
    let both = try bench.call("estimate_cost", withImage)
    #expect(try number(both, "tokens.input.count") == number(text, "tokens.input.count") + 1_000)
    #expect(try number(both, "tokens.input.low") == number(text, "tokens.input.low") + 1_000)
  }

  @Test func `a prompt given twice, or in no form, is refused without a word of it`() throws {
    let bench = try Bench()
    let secret = "Zanzibar"
    for arguments: JSONObject in [
      ["model": "gpt-4o", "text": .string(secret), "input_tokens": 5],
      ["model": "gpt-4o", "text": .string(secret), "messages": [["content": .string(secret)]]],
      ["model": "gpt-4o", "messages": [["content": 5]]],
      ["model": "gpt-4o", "messages": [["content": [.string(secret), 7]]]],
      ["model": "gpt-4o", "messages": [.string(secret)]],
      ["model": "gpt-4o", "text": [.string(secret)]],
      ["model": "gpt-4o", "text": .string(secret), "meters": ["input": 5]],
      ["model": "gpt-4o", "text": .string(secret), "cache_read_tokens": 500],
    ] {
      #expect(try bench.failure("estimate_cost", arguments).contains(secret) == false)
    }
    #expect(
      try bench.failure("estimate_cost", ["model": "gpt-4o", "text": "a", "input_tokens": 5])
        == "`input_tokens` and `text` describe the same prompt. Give one of them.")
    #expect(
      try bench.failure("check_limit", ["text": "a", "input_tokens": 5]).contains("Give one of them"))
    #expect(
      try bench.failure("compare_models", ["text": "a", "input_tokens": 5]).contains("Give one of them"))
  }

  @Test func `no text reaches the disk`() throws {
    let bench = try Bench { $0.limits.rules = [.daily(10_000)] }
    let secret = "Zanzibar is a secret"
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1, "output_tokens": 1])
    try bench.call("estimate_cost", ["model": "gpt-4o", "text": .string(secret)])
    try bench.call("check_limit", ["model": "gpt-4o", "text": .string(secret)])
    try bench.call("compare_models", ["text": .string(secret), "output_tokens": 1])
    let files = try FileManager.default.contentsOfDirectory(atPath: bench.folder.path)
    #expect(files.contains("ledger.db"))
    for file in files {
      let bytes = FileManager.default.contents(atPath: "\(bench.folder.path)/\(file)") ?? Data()
      #expect(bytes.range(of: Data("Zanzibar".utf8)) == nil, "\(file)")
    }
  }

  @Test func `an unknown vocabulary is said, and has wide bounds`() throws {
    let answer = try Bench().call(
      "estimate_cost", ["model": "claude-sonnet-4-5", "text": .string(Self.text), "output_tokens": 10])
    #expect(
      answer.at("warnings.0")?.string?.hasPrefix("The vocabulary of claude-sonnet-4-5 is not known") == true)
    #expect(try number(answer, "tokens.input.high") > number(answer, "tokens.input.count") * 11 / 10)
  }

  @Test func `a vocabulary in the data folder makes the count exact, a faulty one is named`() throws {
    let bench = try Bench()
    var file = (0..<256).map { "\(Data([UInt8($0)]).base64EncodedString()) \($0)\n" }.joined()
    file += "\(Data("ab".utf8).base64EncodedString()) 256\n"
    try file.write(toFile: "\(bench.folder.path)/o200k_base.tiktoken", atomically: true, encoding: .utf8)
    try "<html>".write(toFile: "\(bench.folder.path)/cl100k_base.tiktoken", atomically: true, encoding: .utf8)
    let exact = try bench.call("estimate_cost", ["model": "gpt-4o", "text": "ab cab", "output_tokens": 1])
    #expect(exact.at("tokens.input") == ["count": 4, "method": "tokenizer"])
    #expect(exact.at("cost.low") == exact.at("cost.high"))
    let faulty = try bench.call("estimate_cost", ["model": "gpt-4", "text": "ab cab", "output_tokens": 1])
    #expect(faulty.at("tokens.input.method") == "heuristic")
    #expect(faulty.at("warnings.0")?.string?.contains("cl100k_base.tiktoken") == true)
    #expect(faulty.at("warnings.0")?.string?.contains("line 1") == true)
  }

  @Test func `a text beyond the window does not fit, and one near it may not`() throws {
    let bench = try Bench()
    let long = String(repeating: Self.text, count: 10)
    let answer = try bench.call(
      "estimate_cost", ["model": "gpt-4", "text": .string(long), "output_tokens": 10])
    #expect(answer.at("context") == ["window": 8_192, "fits": false])
    #expect(answer.at("warnings.0")?.string?.hasPrefix("The call does not fit") == true)
    let count = try number(answer, "tokens.input.count")
    let near = String(long.prefix(long.count * 8_100 / Int(count)))
    let maybe = try bench.call(
      "estimate_cost", ["model": "gpt-4", "text": .string(near), "output_tokens": 10])
    #expect(maybe.at("context.fits") == true)
    #expect(maybe.at("warnings.0")?.string?.hasPrefix("The call may not fit") == true)
  }

  @Test func `a limit is checked for the tokens of a text`() throws {
    let bench = try Bench { $0.limits.rules = [.daily(1_000)] }
    let few = try bench.call("check_limit", ["model": "gpt-4o", "text": "Hello", "max_output_tokens": 10])
    #expect(few.at("decision") == "allow" && few.at("estimated.tokens") == 11)
    let many = try bench.call("check_limit", ["text": .string(Self.text), "max_output_tokens": 200])
    #expect(many.at("decision") == "deny")
    #expect(try number(many, "estimated.tokens") > 1_000)
  }

  @Test func `models are compared by their own counts of a text`() throws {
    let bench = try Bench()
    let text = String(repeating: "비용은 한 달에 얼마인가요? ", count: 200)
    let names = ["gpt-4o", "gpt-4-turbo"]
    let answer = try bench.call(
      "compare_models",
      ["text": .string(text), "output_tokens": 0, "models": .array(names.map(JSONValue.string))])
    for name in names {
      let estimate = try bench.call(
        "estimate_cost", ["model": .string(name), "text": .string(text), "output_tokens": 0])
      let row = answer.at("models")?.array?.first { $0.at("model")?.string == name }
      #expect(row?.at("cost.amount") == estimate.at("cost.amount"), "\(name)")
    }
    let counted = try bench.call(
      "estimate_cost", ["model": "gpt-4o", "text": .string(text), "output_tokens": 0])
    #expect(answer.at("workload.input_tokens") == counted.at("tokens.input.count"))
    #expect(answer.at("warnings.0")?.string?.contains("o200k_base") == true)
  }
}

/// How long an answer will be, where nobody said.
@Suite struct ExpectedOutputTests {
  private func record(_ bench: Bench, _ output: Int64, _ more: JSONObject = [:]) throws {
    var call: JSONObject = [
      "model": "gpt-4o", "input_tokens": 10, "output_tokens": .number(JSONNumber(output)),
    ]
    for (name, value) in more { call[name] = value }
    try bench.call("record_usage", call)
    bench.clock.advance(seconds: 1)
  }

  private func output(_ bench: Bench, _ more: JSONObject = [:]) throws -> JSONValue? {
    var call: JSONObject = ["model": "gpt-4o", "input_tokens": 10]
    for (name, value) in more { call[name] = value }
    return try bench.call("estimate_cost", call).at("tokens.output")
  }

  @Test func `without records a stated length is assumed, within what the model can say`() throws {
    let bench = try Bench()
    let answer = try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 10])
    #expect(answer.at("tokens.output") == ["count": 500, "low": 50, "high": 2_000, "method": "default"])
    #expect(answer.at("warnings.0")?.string?.contains("500 tokens are assumed (50 to 2,000)") == true)
    #expect(answer.at("cost.low") == .decimal("0.000525"))
    #expect(answer.at("cost.expected") == .decimal("0.005025"))
    #expect(answer.at("cost.high") == .decimal("0.020025"))
  }

  @Test func `the ledger's own answers tell median and bounds`() throws {
    let bench = try Bench()
    for length in (1...21).shuffled() { try record(bench, Int64(length) * 10) }
    let answer = try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 10])
    #expect(answer.at("tokens.output") == ["count": 110, "low": 30, "high": 190, "method": "history"])
    #expect(
      answer.at("warnings.0")?.string?.contains("110 is the median of the newest 21 recorded calls") == true)
  }

  @Test func `dimensions choose the history, and other models have their own`() throws {
    let bench = try Bench()
    try record(bench, 100, ["agent": "writer"])
    try record(bench, 7, ["agent": "sorter"])
    try record(bench, 900, ["agent": "sorter", "status": "partial"])
    try record(bench, 3_000, ["model": "gpt-4o-mini"])
    #expect(try output(bench, ["agent": "writer"])?.at("count") == 100)
    #expect(try output(bench, ["agent": "sorter"]) == ["count": 7, "method": "history"])
    #expect(try output(bench, ["agent": "nobody"])?.at("method") == "default")
    #expect(try output(bench)?.at("method") == "history")
  }

  @Test func `a model is found by the name of its price too`() throws {
    let bench = try Bench()
    try record(bench, 42, ["model": "openai/gpt-4o"])
    #expect(try output(bench)?.at("count") == 42)
    #expect(try output(bench, ["model": "my-own"])?.at("method") == "default")
  }

  @Test func `only the newest 200 calls count`() throws {
    let bench = try Bench()
    for _ in 0..<150 { try record(bench, 1_000) }
    for _ in 0..<200 { try record(bench, 10) }
    #expect(try output(bench) == ["count": 10, "method": "history"])
  }

  @Test func `what gives no text gets none`() throws {
    let bench = try Bench()
    for model: JSONValue in ["text-embedding-3-small", "whisper-1", "tts-1"] {
      let answer = try bench.call("estimate_cost", ["model": model, "input_tokens": 10])
      #expect(answer.at("tokens.output.count") == 0, "\(model)")
    }
  }

  @Test func `a ledger in trouble keeps nobody from an estimate`() throws {
    let bench = try Bench()
    try "no ledger".write(toFile: "\(bench.folder.path)/ledger.db", atomically: true, encoding: .utf8)
    #expect(try output(bench)?.at("method") == "default")
  }
}
