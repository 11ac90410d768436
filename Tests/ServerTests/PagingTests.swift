import JSON
import TestSupport
import Testing

@Suite struct PagingTests {
  private func bench(_ count: Int) throws -> Bench {
    let bench = try Bench()
    for index in 0..<count {
      try bench.call(
        "record_usage",
        [
          "model": "gpt-4o", "input_tokens": .number(JSONNumber(Int64(100 + index % 3))),
          "agent": .string("agent-\(index)"), "timestamp": .string("2026-11-0\(1 + index % 5)T00:00:00Z"),
        ])
    }
    return bench
  }

  /// All pages of a question, page by page.
  private func pages(_ question: JSONObject, of list: String, _ bench: Bench) throws -> [[JSONValue]] {
    var pages: [[JSONValue]] = []
    var question = question
    while true {
      let answer = try bench.call("get_usage", question)
      pages.append(try #require(answer.at(list)?.array))
      guard let cursor = answer.at("next_cursor") else { return pages }
      question["cursor"] = cursor
    }
  }

  @Test(arguments: [1, 4, 10, 23, 24])
  func `pages of groups and of records together are the whole, each once and in order`(_ limit: Int64) throws {
    let bench = try bench(23)
    for (question, list) in [(["group_by": ["agent"]], "groups"), (["include": ["records"]], "records")]
      as [(JSONObject, String)]
    {
      var question = question
      question["limit"] = 1_000
      let whole = try pages(question, of: list, bench)
      #expect(whole.count == 1 && whole[0].count == 23)
      question["limit"] = .number(JSONNumber(limit))
      let pages = try pages(question, of: list, bench)
      #expect(pages.flatMap(\.self) == whole[0])
      #expect(pages.dropLast().allSatisfy { $0.count == Int(limit) })
      #expect(pages.last?.isEmpty == false)
    }
  }

  @Test func `the oldest records have their page too`() throws {
    let bench = try Bench()
    for _ in 0..<3 {
      try bench.call(
        "record_usage", ["model": "gpt-4o", "input_tokens": 1, "timestamp": "2010-01-01T00:00:00Z"])
    }
    let question: JSONObject = ["period": "all", "include": ["records"], "limit": 2]
    #expect(try pages(question, of: "records", bench).map(\.count) == [2, 1])
  }

  @Test func `a record that comes in between moves no page of records`() throws {
    let bench = try bench(6)
    var question: JSONObject = ["include": ["records"], "limit": 3]
    let first = try bench.call("get_usage", question)
    try bench.call("record_usage", ["model": "gpt-4o", "input_tokens": 1])
    question["cursor"] = first.at("next_cursor")
    let second = try bench.call("get_usage", question)
    let ids = try #require(first.at("records")?.each("id")) + (second.at("records")?.each("id") ?? [])
    #expect(Set(ids).count == 6)
  }

  @Test func `a cursor of another question, or none of ours, is refused`() throws {
    let bench = try bench(6)
    let grouped: JSONObject = ["group_by": ["agent"], "limit": 2]
    let cursor = try #require(bench.call("get_usage", grouped).at("next_cursor"))
    let others: [JSONObject] = [
      ["group_by": ["agent"], "limit": 3], ["group_by": ["model"], "limit": 2],
      ["include": ["records"], "limit": 2],
      ["group_by": ["agent"], "limit": 2, "period": "today"], [:],
    ]
    for var other in others {
      other["cursor"] = cursor
      #expect(try bench.failure("get_usage", other).contains("`cursor` does not belong to this question"))
    }
    let damaged = try #require(cursor.string)
    for text in [
      "g", "2", "g.2", damaged + "0", "x" + damaged, damaged.replacing("g.2", with: "g.-2"),
      damaged.replacing("g.2", with: "r.2"),
    ] {
      var question = grouped
      question["cursor"] = .string(text)
      #expect(try bench.failure("get_usage", question).contains("next_cursor"), "\(text)")
    }
    var plain: JSONObject = ["limit": 2]
    plain["cursor"] = .string("g.2.0")
    #expect(try bench.failure("get_usage", plain).contains("cursor"))
  }
}
