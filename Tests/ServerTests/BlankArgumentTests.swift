import JSON
import Ledger
import MCP
import Server
import Service
import Testing

/// Arguments of frameworks that make a model fill in every one of them.
@Suite struct BlankArgumentTests {
  /// A question of each tool that needs none of its optional arguments to be blank.
  private static let questions: [(tool: String, arguments: JSONObject)] = [
    ("record_usage", ["model": "gpt-4o", "input_tokens": 900, "output_tokens": 30, "include": ["details"]]),
    (
      "record_usage",
      [
        "model": "claude-sonnet-4-5", "include": ["Details"],
        "usage": ["input_tokens": 100, "cache_read_input_tokens": 9_000, "output_tokens": 5],
      ]
    ),
    ("record_usage", ["calls": [["model": "gpt-4o", "input_tokens": 5]], "agent": "a", "include": ["details"]]),
    ("get_usage", [:]), ("get_usage", ["since": "2026-11-01", "group_by": ["model"]]),
    ("check_limit", [:]), ("check_limit", ["model": "gpt-4o"]), ("check_limit", ["model": "gpt-4o", "text": "Hello"]),
    ("check_limit", ["input_tokens": 100, "reserve": true]),
    ("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000]),
    ("estimate_cost", ["model": "gpt-4o", "messages": [["role": "user", "content": "Hello"]]]),
    ("compare_models", ["input_tokens": 1_000, "output_tokens": 100]), ("compare_models", ["based_on": "all"]),
  ]

  private func bench() throws -> Bench {
    let bench = try Bench { $0.limits.rules = [.daily(100_000)] }
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 70, "agent": "a"])
    return bench
  }

  /// Every optional argument that the question does not give, blank as its declared type has it.
  private func filled(
    _ arguments: JSONObject, _ tool: String, _ bench: Bench, text: JSONValue, number: JSONValue
  ) throws -> JSONObject {
    let declaration = try #require(bench.server.tools.first { $0.declaration.name == tool }?.declaration)
    let properties = try #require(declaration.json["inputSchema"]?.object?["properties"]?.object)
    var filled = arguments
    for (name, property) in properties where filled[name] == nil {
      // These zeros are told of, blank or not.
      guard !["cost_usd", "output_tokens"].contains(name) || number.isNull else { continue }
      switch property.at("type") {
      case "string": filled[name] = text
      case "array": filled[name] = []
      case "object": filled[name] = [:]
      case "boolean": filled[name] = false
      default: filled[name] = number
      }
    }
    return filled
  }

  @Test(arguments: questions.indices, [("", 0), ("  ", "0"), (.null, .null)] as [(JSONValue, JSONValue)])
  func `every optional argument filled blank says the same as none of them`(
    _ index: Int, _ blank: (text: JSONValue, number: JSONValue)
  ) throws {
    let (tool, arguments) = Self.questions[index]
    let (plain, strict) = (try bench(), try bench())
    let full = try filled(arguments, tool, strict, text: blank.text, number: blank.number)
    #expect(full.count > 15)
    #expect(try strict.call(tool, full) == plain.call(tool, arguments))
  }

  @Test func `with nothing else the failure is the same too`() throws {
    for tool in ["record_usage", "estimate_cost", "compare_models"] {
      let bench = try bench()
      let required: JSONObject = tool == "compare_models" ? [:] : ["model": "gpt-4o"]
      let full = try filled(required, tool, bench, text: "", number: 0)
      #expect(try bench.failure(tool, full) == bench.failure(tool, required))
    }
  }

  @Test func `blanks inside our own arguments are left out, those of data stay`() throws {
    let bench = try bench()
    let metadata: JSONValue = ["note": "", "list": [], "more": [:]]
    try bench.call(
      "record_usage",
      [
        "calls": [
          ["model": "gpt-4o", "input_tokens": 5, "agent": "", "timestamp": "", "usage": [:], "metadata": metadata]
        ], "tool_calls": ["", " "],
      ])
    let record = try bench.resource("usage://records").at("records.0")
    #expect(record?.at("agent") == nil)
    #expect(record?.at("metadata") == metadata)
    let groups = try bench.call("get_usage", ["group_by": ["", "model"]])
    #expect(groups.at("groups.0.key.model") == "gpt-4o")
  }

  @Test func `numbers of none next to a text or recorded work were filled in`() throws {
    let bench = try Bench()
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 10])
    let zeros: JSONObject = ["input_tokens": 0, "cache_read_tokens": 0, "cache_write_tokens": 0]
    for tool in ["estimate_cost", "check_limit"] {
      let plan: JSONObject = ["model": "gpt-4o", "text": "hello world", "output_tokens": 10]
      let filled = try bench.call(tool, plan.merging(zeros))
      #expect(filled == (try bench.call(tool, plan)), "\(tool)")
    }
    let recorded: JSONObject = ["based_on": "this_month", "models": ["gpt-4o"]]
    let filled = try bench.call("compare_models", recorded.merging(zeros).merging(["output_tokens": 0, "images": 0]))
    #expect(filled == (try bench.call("compare_models", recorded)))
    #expect(
      try bench.call("record_usage", ["calls": [["model": "gpt-4o", "input_tokens": 1]], "status": "complete"]).at(
        "records.0.created") == true)
  }

  @Test func `a zero that was given without blanks is a zero`() throws {
    let answer = try bench().call("estimate_cost", ["model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 0])
    #expect(answer.at("tokens.output.count") == 0 && answer.at("tokens.output.method") == "given")
  }

  @Test func `words are taken in any letters, and none says nothing`() throws {
    let bench = try bench()
    let plain = try bench.call("get_usage", ["period": "all", "group_by": ["model"], "order_by": "tokens"])
    #expect(try bench.call("get_usage", ["period": " ALL", "group_by": ["Model"], "order_by": "Tokens"]) == plain)
    let dated = try bench.call("get_usage", ["since": "2026-11-20"])
    #expect(try bench.call("get_usage", ["since": "2026-11-20", "period": "none"]) == dated)
    let batch = try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 10, "service_tier": "Batch"])
    #expect(
      batch == (try bench.call("estimate_cost", ["model": "gpt-4o", "input_tokens": 10, "service_tier": "batch"])))
    #expect(
      try bench.call("compare_models", ["input_tokens": 10, "output_tokens": 1, "based_on": "None"])
        == bench.call("compare_models", ["input_tokens": 10, "output_tokens": 1]))
  }

  @Test func `the word for an absent dimension finds records without it, and records none`() throws {
    let bench = try bench()
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 7, "agent": "(none)", "user_id": "(none)"])
    let without = try bench.call("get_usage", ["agent": "(none)"])
    #expect(without.at("totals.tokens.input") == 7)
    let groups = try bench.call("get_usage", ["group_by": ["agent"], "order_by": "key"]).at("groups")
    #expect(groups?.each("key.agent") == ["(none)", "a"])
    for text in ["of Tuesday", "costs"] {
      #expect(try bench.failure("get_usage", ["order_by": .string(text)]).contains("cost, tokens, requests, key"))
    }
    #expect(try bench.call("get_usage", ["agent": "", "user_id": "", "model": ""]).at("totals.requests") == 2)
    #expect(try bench.call("get_usage", ["user_id": "ada"]).at("totals.requests") == 2)
    let check = try bench.call("check_limit", ["agent": "(none)", "user_id": "(none)"])
    #expect(check == (try bench.call("check_limit", [:])))
  }

  @Test func `a bill of zero that an argument states is not believed where a price is known`() throws {
    let bench = try bench()
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 1_000, "cost_usd": 0]
    let answer = try bench.call("record_usage", call)
    #expect(answer.at("cost.amount") == .decimal("0.0025"))
    #expect(answer.at("cost.kind") != "reported")
    #expect(answer.at("warnings.0")?.string?.hasPrefix("cost_usd 0 was taken as not given") == true)
    let own = try bench.call("record_usage", ["model": "my-own", "input_tokens": 1_000, "cost_usd": 0])
    #expect(own.at("cost.amount") == 0 && own.at("cost.kind") == "reported")
    let usage: JSONValue = ["prompt_tokens": 1_000, "completion_tokens": 1, "cost": 0, "is_byok": false]
    let billed = try bench.call("record_usage", ["model": "openai/gpt-4o", "usage": usage, "cost_usd": 0])
    #expect(billed.at("cost.amount") == 0 && billed.at("cost.kind") == "reported")
  }

  @Test func `a bill of zero says next to blanks what it says without them`() throws {
    let bench = try bench()
    for model in ["gpt-4o", "mystery"] {
      let call: JSONObject = ["model": .string(model), "input_tokens": 1_000, "cost_usd": 0]
      let answer = try Bench().call("record_usage", call)
      let blank = call.adding("agent", "")
      #expect(try Bench().call("record_usage", blank) == answer)
      #expect(answer.at("cost.amount") == (model == "mystery" ? 0 : .decimal("0.0025")))
      let lists = try [call, blank].map { try Bench().call("record_usage", ["calls": [.object($0)]]) }
      #expect(lists[0] == lists[1])
    }
    let listed: JSONObject = ["calls": [["model": "gpt-4o", "input_tokens": 5]], "cost_usd": 0, "agent": ""]
    #expect(try bench.call("record_usage", listed).at("warnings") == nil)
    #expect(
      try bench.failure("record_usage", ["model": "gpt-4o", "cost_usd": 0, "agent": ""])
        == bench.failure("record_usage", ["model": "gpt-4o"]))
  }

  @Test(arguments: ["output_tokens", "max_output_tokens"])
  func `an output of zero that is next to a blank is said to be taken as not given`(_ name: String) throws {
    let bench = try bench()
    let questions: [(tool: String, arguments: JSONObject)] = [
      ("estimate_cost", ["model": "gpt-4o", "input_tokens": 10]),
      ("check_limit", ["model": "gpt-4o", "input_tokens": 10]),
      ("estimate_cost", ["model": "mystery", "input_tokens": 10]), ("compare_models", ["input_tokens": 10]),
    ]
    for (tool, arguments) in questions {
      let plain = JSONWriter.string(try bench.call(tool, arguments))
      let zero = try bench.call(tool, arguments.adding(name, 0).adding("text", ""))
      let told = plain.replacing(
        "output_tokens was not given", with: "output_tokens 0 next to a blank argument was taken as not given")
      #expect(told != plain && JSONWriter.string(zero) == told)
    }
    let unknown = try bench.failure("estimate_cost", ["model": "gpt-4o", "input_tokens": 1, "zzz": 1])
    #expect(!unknown.contains("zero_output_tokens"))
  }

  @Test func `former names of arguments are understood, and refused next to the new ones`() throws {
    let bench = try bench()
    let plan: JSONObject = ["model": "gpt-4o", "input_tokens": 10]
    let named = try bench.call("check_limit", plan.adding("output_tokens", 20))
    #expect(try bench.call("check_limit", plan.adding("max_output_tokens", "20")) == named)
    #expect(named.at("estimated.tokens") == 30)
    let grouped: JSONObject = ["group_by": ["model"], "include": ["records"]]
    #expect(
      try bench.call("get_usage", grouped.adding("limit", 1)) == bench.call("get_usage", grouped.adding("page_size", 1))
    )
    let both = try bench.failure("get_usage", ["limit": 1, "page_size": 2])
    #expect(both.contains("`limit`"))
  }
}

extension JSONObject {
  /// The object with one more member.
  fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONObject {
    var object = self
    object[name] = value
    return object
  }
}

extension JSONObject {
  /// These members and others.
  fileprivate func merging(_ others: JSONObject) -> JSONObject {
    var merged = self
    for (name, value) in others { merged[name] = value }
    return merged
  }
}
