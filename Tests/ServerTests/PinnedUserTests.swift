import JSON
import Ledger
import MCP
import Pricing
import Server
import Service
import TestSupport
import Testing

/// A server that is pinned to a user shows what a server over a ledger of that user alone would.
@Suite struct PinnedUserTests {
  /// How to ask each tool, with arguments that name only what is the user's own.
  private static let toolQuestions: [String: [JSONObject]] = [
    "record_usage": [
      ["model": "gpt-4o", "input_tokens": 10, "output_tokens": 5, "session_id": "common", "request_id": "same"],
      ["model": "gpt-4o", "input_tokens": 11, "user_id": "ada", "request_id": "own"],
    ],
    "get_usage": [
      ["period": "all"], ["period": "all", "include": ["trend", "records", "limits", "suggestions"], "limit": 1000],
      ["period": "all", "user_id": "ada", "group_by": ["user_id", "source"]],
      ["period": "this_month", "group_by": ["session_id", "project_id", "agent"], "limit": 1000],
      ["period": "all", "group_by": ["model", "day"]], ["session_id": "common", "include": ["records"]],
      ["period": "all", "include": ["records"], "limit": 2], ["include": ["forecast", "anomalies"]],
      ["period": "all", "project_id": "common", "include": ["forecast", "anomalies"]],
    ],
    "check_limit": [[:], ["user_id": "ada"], ["model": "gpt-4o", "input_tokens": 100_000]],
    "estimate_cost": [
      ["model": "gpt-4o", "input_tokens": 100], ["model": "model-of-all", "text": "a few words"],
      ["model": "gpt-4o", "input_tokens": 100, "project_id": "common"],
    ],
    "compare_models": [
      ["input_tokens": 1000, "output_tokens": 100, "limit": 5], ["based_on": "all", "limit": 20],
      ["based_on": "this_month", "models": ["gpt-4o", "claude-sonnet-4-5"], "baseline": "gpt-4o"],
    ],
  ]

  @Test func `no answer holds a word or a number of another user`() throws {
    let pair = try LedgerPair(records: 40, seed: 11)
    for (method, parameters) in try Self.questions(of: pair.shared) {
      let answer = JSONWriter.string(try pair.shared.request(method, parameters))
      #expect(!answer.lowercased().contains("zebra"), "\(method) \(parameters): \(answer)")
      #expect(!answer.contains("77777"), "\(method) \(parameters): \(answer)")
    }
  }

  @Test func `every answer is that of a ledger which holds only the user's records`() throws {
    let pair = try LedgerPair(records: 60, seed: 12)
    for (method, parameters) in try Self.questions(of: pair.shared) { try pair.expectSame(method, parameters) }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `whatever is asked, the answer is that of a ledger which holds only the user's records`(_ seed: UInt64)
    throws
  {
    var generator = SplitMix64(seed: seed)
    let pair = try LedgerPair(records: 40, seed: seed &+ 100)
    for _ in 0..<30 {
      var question = RandomQuestion.usage(&generator)
      while let cursor = try pair.expectSame("tools/call", ["name": "get_usage", "arguments": .object(question)])
        .at("result.structuredContent.next_cursor")
      {
        question["cursor"] = cursor
      }
      try pair.expectSame(
        "tools/call", ["name": "estimate_cost", "arguments": .object(RandomQuestion.estimate(&generator))])
      try pair.expectSame("resources/read", ["uri": .string(RandomQuestion.uri(&generator))])
    }
  }

  @Test func `what is summed up for the user is what an administrator finds of that user`() throws {
    let pair = try LedgerPair(records: 60, seed: 13)
    let administrator = try Bench(at: "2026-11-21T18:00:00Z", in: pair.shared.folder)
    for keys: JSONValue in [[], ["model"], ["session_id"], ["day", "agent"], ["source", "project_id", "hour"]] {
      let question: JSONObject = ["period": "all", "group_by": keys, "limit": 1000, "include": ["records"]]
      var named = question
      named["user_id"] = "ada"
      let all = try administrator.call("get_usage", named)
      let own = try pair.shared.call("get_usage", question)
      for part in ["totals", "groups", "records"] { #expect(own.at(part) == all.at(part)) }
    }
  }

  @Test(arguments: ["record_usage", "get_usage", "check_limit", "estimate_cost"])
  func `another user is refused in the same words whether the ledger knows them or not`(_ tool: String) throws {
    let pair = try LedgerPair(records: 10, seed: 14)
    var arguments = try #require(Self.toolQuestions[tool]?.first)
    var said: Set<String> = []
    for name in ["zebra", "nobody", "ADA", "ada "] {
      arguments["user_id"] = .string(name)
      said.insert(try pair.shared.failure(tool, arguments))
    }
    #expect(
      said == ["Argument `user_id`: this server sees and records only the usage of \"ada\". Leave `user_id` out."])
    for name in ["ada", ""] {
      arguments["user_id"] = .string(name)
      try pair.shared.call(tool, arguments)
    }
  }

  @Test func `what is recorded is the user's, and known keys of others are not found`() throws {
    let bench = try Bench(onlyUser: "ada") { $0.userName = "root" }
    let other = try Bench(in: bench.folder, onlyUser: "zebra", seed: 8)
    let call: JSONObject = ["model": "gpt-4o", "input_tokens": 10, "request_id": "msg_1", "session_id": "s"]
    #expect(try other.call("record_usage", call).at("created")?.bool == true)
    let recorded = try bench.call("record_usage", call)
    #expect(recorded.at("created")?.bool == true && recorded.at("session.requests") == 1)
    let administrator = try Bench(in: bench.folder)
    let groups = try administrator.call("get_usage", ["group_by": ["user_id"], "order_by": "key"]).at("groups")
    #expect(groups?.each("key.user_id") == ["ada", "zebra"])
  }

  @Test func `a cursor of another's server opens none of their rows`() throws {
    let pair = try LedgerPair(records: 30, seed: 15)
    let other = try Bench(at: "2026-11-21T18:00:00Z", in: pair.shared.folder, onlyUser: "zebra")
    var question: JSONObject = ["period": "all", "include": ["records"], "limit": 3]
    question["cursor"] = try other.call("get_usage", question).at("next_cursor")
    #expect(question["cursor"] != nil)
    let answer = JSONWriter.string(try pair.shared.call("get_usage", question))
    #expect(!answer.contains("zebra") && answer.contains("\"user_id\":\"ada\""))
  }

  @Test func `the ledger of one user takes no record of another`() throws {
    let folder = try TemporaryFolder()
    let bench = try Bench(in: folder, onlyUser: "ada")
    let facts = CallFacts(
      userID: "zebra", source: "tool", model: "m", usage: .init(), timestamp: bench.clock.now)
    #expect(throws: LedgerError.otherUser(only: "ada")) {
      try bench.service.ledger.record(RecordRequest(facts: facts, keys: [])) { _ in
        AppliedPrice(provider: "", pricedAs: "", kind: .unpriced, cost: nil, catalogCost: nil, row: "")
      }
    }
  }

  @Test func `texts of another normal form are another user`() throws {
    let bench = try Bench(onlyUser: "Zo\u{EB}")
    #expect(try bench.failure("get_usage", ["user_id": "Zoe\u{308}"]).contains("only the usage of"))
    try bench.call("get_usage", ["user_id": "Zo\u{EB}"])
  }

  @Test func `a pinned server tells a model so`() throws {
    #expect(
      try Bench(onlyUser: "ada").server.info.instructions.hasSuffix(
        "only the usage of \"ada\", whatever the arguments say."))
    #expect(try !Bench().server.info.instructions.contains("only the usage"))
  }

  /// Everything that the server offers, asked for; a tool without a question here fails the test.
  private static func questions(of bench: Bench) throws -> [(String, JSONObject)] {
    var questions: [(String, JSONObject)] = []
    for tool in bench.server.tools {
      let name = tool.declaration.name
      for arguments in try #require(toolQuestions[name], "no question for \(name)") {
        questions.append(("tools/call", ["name": .string(name), "arguments": .object(arguments)]))
      }
    }
    for resource in bench.server.resources { questions.append(("resources/read", ["uri": .string(resource.uri)])) }
    for template in bench.server.templates {
      for uri in RandomQuestion.uris(of: template.uriTemplate) {
        questions.append(("resources/read", ["uri": .string(uri)]))
      }
      let reference: JSONValue = ["type": "ref/resource", "uri": .string(template.uriTemplate)]
      for variable in URITemplate(template.uriTemplate).variables {
        questions += completions(reference, variable)
      }
    }
    for prompt in bench.server.prompts {
      questions.append(
        ("prompts/get", ["name": .string(prompt.name), "arguments": ["task": "x", "period": "all"]]))
      let reference: JSONValue = ["type": "ref/prompt", "name": .string(prompt.name)]
      for argument in prompt.arguments { questions += completions(reference, argument.name) }
    }
    return questions
  }

  private static func completions(_ reference: JSONValue, _ argument: String) -> [(String, JSONObject)] {
    ["", "z", "c", "a"].map { prefix in
      (
        "completion/complete",
        ["ref": reference, "argument": ["name": .string(argument), "value": .string(prefix)]]
      )
    }
  }
}
