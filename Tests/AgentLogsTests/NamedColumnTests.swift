import AgentLogs
import CivilTime
import Ledger
import Pricing
import TestSupport
import Testing

/// What tables and lines of JSON with named columns are read as.
struct NamedColumnTests {
  private func csv(_ text: String) -> LogFindings { LogDesk.findings(of: CSV(), in: text, path: "u.csv") }
  private func jsonl(_ text: String) -> LogFindings { LogDesk.findings(of: JSONLines(), in: text, path: "u.jsonl") }

  @Test func `a table's columns are known by their names in any spelling`() throws {
    let text = """
      \u{FEFF}Request-ID,TIMESTAMP,model,Provider,Input Tokens,outputTokens,cached_tokens,reasoning_tokens,Cost USD,\
      user,conversation_id,project,service_tier,duration_ms,note\r
      r1,2026-10-02T09:15:04Z,gpt-5,openai,"1,000",50,400,20,$0.12,ann,c1,app,flex,1200,"a ""b"", \nc"\r
      """
    let found = csv(text)
    let call = try #require(found.calls.first)
    #expect(
      call.facts.usage == Usage(disjoint: [(.input, 600), (.cacheRead, 400), (.output, 30), (.outputReasoning, 20)]))
    #expect(call.facts.timestamp == Instant(rfc3339: "2026-10-02T09:15:04Z"))
    #expect(call.facts.reportedCost == Money(decimal: "0.12"))
    #expect([call.facts.userID, call.facts.sessionID, call.facts.projectID] == ["ann", "c1", "app"])
    #expect([call.facts.provider, call.facts.serviceTier, call.facts.source] == ["openai", "flex", "csv"])
    #expect(call.facts.durationMilliseconds == 1_200)
    #expect(call.keys == [RecordKey(namespace: "csv", id: "r1")])
    #expect(found.calls.count == 1)
  }

  @Test(arguments: [
    ("2026-10-02", "2026-10-02T00:00:00Z"), ("1790000000", "2026-09-21T14:13:20Z"),
    ("1790000000250", "2026-09-21T14:13:20.250Z"), ("2026-10-02 09:15:04", "2026-10-02T09:15:04Z"),
    ("2026-10-02 09:15:04.5 UTC", "2026-10-02T09:15:04.500Z"), ("2026-10-02 09:15:04+02", "2026-10-02T07:15:04Z"),
    ("2026-10-02T09:15:04-0130", "2026-10-02T10:45:04Z"),
  ])
  func `times are read in each form`(_ text: String, _ expected: String) {
    let found = csv("date,input_tokens\n\(text),5\n")
    #expect(found.calls.map(\.facts.timestamp) == [Instant(rfc3339: expected)])
  }

  @Test func `semicolons and tabs separate where the first line has them`() {
    for separator in [";", "\t"] {
      let text = "date|model|prompt_tokens|completion_tokens\n2026-10-02|a,b|5|6".replacing("|", with: separator)
      #expect(csv(text).calls.map(\.facts.model) == ["a,b"])
      #expect(csv(text).calls.map(\.facts.usage.totalTokens) == [11])
    }
  }

  @Test func `what cannot be a call is skipped with its reason`() {
    let text = """
      time,input_tokens,output_tokens
      2026-10-02,5,6
      2026-10-02,-5,6
      2026-10-02,5
      then,5,6
      2026-10-02,0,-
      2026-10-02,99999999999999999999999999,1
      2026-10-02,"5,6
      """
    let found = csv(text)
    #expect(found.calls.count == 1)
    #expect(found.skipped == [.malformed: 4, .timeless: 1, .empty: 1])
    #expect(csv("a,b\n1,2\n").skipped == [.unfamiliar: 1])
    #expect(csv("").skipped.isEmpty)
  }

  @Test func `a line of JSON holds counts, a usage object or a whole answer`() throws {
    let text = """
      {"timestamp":1790000000,"model":"m","input_tokens":10,"cache_read_tokens":4,"output_tokens":"3","request_id":"a"}
      {"timestamp":1790000000,"model":"m","usage":{"input_tokens":10,"cache_read_input_tokens":4,"output_tokens":3}}
      {"time":"2026-10-02","response":{"id":"chatcmpl-1","model":"gpt-5","usage":{"prompt_tokens":10,\
      "completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}}}
      {"id":"chatcmpl-2","created":1790000000,"model":"gpt-5","usage":{"prompt_tokens":1,"completion_tokens":2}}
      {"note":"no usage"}
      {"timestamp":
      """
    let found = jsonl(text)
    #expect(found.calls.map(\.facts.usage.inputTokens) == [10, 14, 10, 1])
    #expect(found.calls.map(\.facts.usage.cacheReadTokens) == [4, 4, 4, 0])
    #expect(found.calls.map(\.responseID) == [nil, nil, "chatcmpl-1", "chatcmpl-2"])
    #expect(found.calls[0].keys == [RecordKey(namespace: "jsonl", id: "a")])
    #expect(found.skipped == [.malformed: 1])
  }

  @Test func `the members of record_usage and of records are understood`() throws {
    let text = """
      {"model":"m","timestamp":"2026-10-02T09:00:00Z","input_tokens":10,"cache_write_tokens":3,"cache_write_1h_tokens":2,\
      "output_tokens":1,"web_searches":2,"message_id":"msg_1","status":"partial","tool_calls":["ls","cat"],\
      "metadata":{"a":1},"agent":"x","mode":"TOOL","operation":"o","region":"eu","cost_usd":0.5,"request_id":"r"}
      {"id":"00000000000000000000000000000001","timestamp":"2026-10-02T09:00:00Z","model":"m","status":"complete",\
      "user_id":"u","source":"tool","tokens":{"input":12,"output":3,"total":15},"meters":{"input":10,"cache_read":2,\
      "output":3,"audio_second_in":1.5},"cost":{"amount":0.25,"currency":"USD","kind":"reported"}}
      """
    let calls = jsonl(text).calls
    let first = try #require(calls.first)
    #expect(
      first.facts.usage
        == Usage(disjoint: [(.input, 5), (.cacheWrite, 3), (.cacheWrite1h, 2), (.output, 1), (.webSearch, 2)]))
    #expect(first.facts.status == .partial)
    #expect(first.facts.toolCalls == ["ls", "cat"])
    #expect(first.facts.metadata == "{\"a\":1}")
    #expect(first.responseID == "msg_1")
    let second = try #require(calls.last)
    #expect(
      second.facts.usage == Usage(disjoint: [(.input, 10), (.cacheRead, 2), (.output, 3), (.audioSecondIn, 1_500)]))
    #expect(second.facts.reportedCost == Money(decimal: "0.25"))
  }

  @Test func `cells may hold JSON, and a usage object may have the names of columns`() throws {
    let table = """
      created_at,model,usage,tool_calls,metadata
      2026-10-02,m,"{""prompt_tokens"":10,""completion_tokens"":3}","[""ls""]","{""a"":1}"
      """
    let cell = try #require(csv(table).calls.first)
    #expect(cell.facts.usage.totalTokens == 13)
    #expect(cell.facts.toolCalls == ["ls"])
    #expect(cell.facts.metadata == "{\"a\":1}")
    let line = """
      {"time":"2026-10-02","model":"m","usage":{"input_tokens":10,"cache_read_tokens":4,"output_tokens":3}}
      """
    #expect(jsonl(line).calls.map(\.facts.usage) == [Usage(disjoint: [(.input, 6), (.cacheRead, 4), (.output, 3)])])
    #expect(jsonl("{\"time\":\"2026-10-02\",\"usage\":null}").skipped == [.unfamiliar: 1])
  }

  @Test func `rows without ids count one by one, and once however often they are read`() throws {
    try forAll(seed: 11, count: 60) { random in
      (0..<Int.random(in: 1...30, using: &random)).map { _ in
        "2026-10-0\(Int.random(in: 1...2, using: &random)),m,\(Int.random(in: 1...2, using: &random))"
      }
    } check: { rows in
      let header = "date,model,input_tokens"
      let all = csv(([header] + rows).joined(separator: "\n")).calls.map(\.keys)
      let part = csv(([header] + rows.prefix(rows.count / 2)).joined(separator: "\r\n")).calls.map(\.keys)
      let lines = rows.map { row in
        let cells = row.split(separator: ",")
        return "{\"date\":\"\(cells[0])\",\"model\":\"m\",\"input_tokens\":\(cells[2])}"
      }
      let whole = jsonl(lines.joined(separator: "\n")).calls.map(\.keys)
      return Set(all).count == rows.count && part == Array(all.prefix(rows.count / 2))
        && Set(whole).count == rows.count
        && jsonl(lines.prefix(5).joined(separator: "\r\n") + "\r\n").calls.map(\.keys) == Array(whole.prefix(5))
    }
  }

  @Test func `moved and added columns do not change a row's key`() {
    let keys = csv("date,model,input_tokens\n2026-10-02,m,5\n").calls.map(\.keys)
    #expect(keys == csv("input_tokens;note;date;model\n\"5\";;2026-10-02;m\n").calls.map(\.keys))
  }

  @Test func `no bytes make reading fail`() throws {
    let sample = Array("date,model,\"in\"\"put_tokens\",cost\r\n2026-10-02,m;\t\u{E9},\"5\",$1.0\n{\"usage\":{}}".utf8)
    try forAll(seed: 5, count: 500) { random in
      (0..<Int.random(in: 0...80, using: &random)).map { _ in sample.randomElement(using: &random) ?? 0 }
    } check: { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      _ = (csv("date,input_tokens\n" + text), csv(text), jsonl(text))
      return true
    }
  }
}
