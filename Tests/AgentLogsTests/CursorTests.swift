import AgentLogs
import CivilTime
import Ledger
import Pricing
import Testing

/// What the tables of Cursor's dashboard are read as.
struct CursorTests {
  private func found(_ text: String) -> LogFindings {
    LogDesk.findings(of: Cursor(), in: text, path: "usage-events.csv")
  }
  private let header =
    "Date,Kind,Model,Max Mode,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost"

  @Test func `the four counts are disjoint`() throws {
    let row =
      "\"2026-10-01T10:00:00.250Z\",\"Included\",\"claude-4.5-sonnet\",No,28342,775,105891,21282,156290,Included"
    let call = try #require(found("\(header)\n\(row)\n").calls.first)
    #expect(
      call.facts.usage
        == Usage(disjoint: [(.input, 775), (.cacheRead, 105_891), (.cacheWrite, 28_342), (.output, 21_282)]))
    #expect(call.facts.reportedCost == nil)
    #expect(call.facts.source == "cursor")
    #expect(call.facts.timestamp == Instant(rfc3339: "2026-10-01T10:00:00.250Z"))
  }

  @Test func `a total that counts the prompt once tells that the first column includes it`() throws {
    let row = "2026-10-01,On-Demand,gpt-5,Yes,1200,1000,5000,300,6500,$0.12"
    let call = try #require(found("\(header)\n\(row)\n").calls.first)
    #expect(
      call.facts.usage == Usage(disjoint: [(.input, 1_000), (.cacheRead, 5_000), (.cacheWrite, 200), (.output, 300)]))
    #expect(call.facts.reportedCost == Money(decimal: "0.12"))
    #expect(call.facts.mode == "max")
  }

  @Test func `what was billed to the user wins, and older tables are read`() {
    let old = """
      Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens,Cost,Cost to you
      2026-02-01,gpt-5,0,10,0,5,15,0.30,0.10
      2026-02-01,gpt-5,0,10,0,5,15,0.30,0
      2026-02-01,gpt-5,0,0,0,0,0,-,-
      """
    let findings = found(old)
    #expect(findings.calls.map(\.facts.reportedCost) == [Money(decimal: "0.10"), Money(decimal: "0.30")])
    #expect(findings.skipped == [.empty: 1])
  }

  @Test func `a row keeps its key in a longer table and with other words for its kind`() {
    let rows = (0..<9).map { "2026-10-01,Included,gpt-5,No,0,\($0 / 3 + 1),0,5,\($0 / 3 + 6),0.1" }
    let first = found(([header] + rows.prefix(5)).joined(separator: "\n")).calls.map(\.keys)
    let all = found(([header] + rows).joined(separator: "\n").replacing("Included", with: "Free")).calls.map(\.keys)
    #expect(Array(all.prefix(5)) == first)
    #expect(Set(all).count == 9)
  }

  @Test func `what failed and was not charged is no call`() {
    let row = "2026-10-01,\"Errored, No Charge\",gpt-5,No,0,10,0,5,15,0"
    #expect(found("\(header)\n\(row)\n").skipped == [.unbilled: 1])
  }

  @Test func `another table is unfamiliar`() {
    #expect(found("Date,Amount\n2026-10-01,5\n").skipped == [.unfamiliar: 1])
  }
}
