import AgentLogs
import CivilTime
import Ledger
import Pricing
import TestSupport
import Testing

/// What lines of Codex tell besides the counts, and where its files are.
struct CodexDetailTests {
  private typealias Sample = CodexSample
  private let source = Codex()

  private func calls(_ lines: [String]) -> [LoggedCall] { LogDesk.findings(of: source, in: lines).calls }

  @Test func `a model that is not told is assumed, and says so`() {
    func model(_ lines: [String]) -> [String?] {
      calls(lines).flatMap { [$0.facts.model, $0.facts.metadata] }
    }
    let row = Sample.row(last: Sample.usage(1, 0, 1, 0))
    #expect(model([Sample.meta, row]) == ["gpt-5", #"{"model_assumed":true}"#])
    let review = Sample.turn.replacing("gpt-5.6-terra", with: "codex-auto-review")
    let flag = #"{"model_assumed":true,"model_logged":"codex-auto-review"}"#
    #expect(model([Sample.meta, review, row]) == ["gpt-5.6-luna", flag])
    #expect(model([Sample.meta, review, row.replacing("2026-10", with: "2026-07")]) == ["gpt-5.4", flag])
    #expect(model([Sample.meta, review, row.replacing("2026-10", with: "2026-02")]) == ["gpt-5", flag])
    let named = row.replacing(#""info":{"#, with: #""info":{"model":"gpt-5.3-codex","#)
    #expect(model([Sample.meta, Sample.turn, named]) == ["gpt-5.3-codex", nil])
  }

  @Test func `the tier is that of the last settings that name one`() {
    var lines = [Sample.meta, Sample.turn]
    for settings in [
      #"{"service_tier":"priority"}"#, #"{"model":"codex-auto-review"}"#, #"{"service_tier":"standard"}"#,
      #"{"service_tier":"fast"}"#, #"{"service_tier":"flex"}"#,
    ] {
      lines.append(Sample.event("thread_settings_applied", "\"thread_settings\":\(settings)"))
      lines.append(Sample.row(last: Sample.usage(1, 0, 1, 0)))
    }
    #expect(calls(lines).map(\.facts.serviceTier) == ["fast", "fast", "", "fast", ""])
  }

  @Test func `a response that the counts hold names their call`() {
    let last = Sample.usage(9000, 6000, 400, 250)
    let found = calls([
      Sample.meta, Sample.turn, Sample.request("resp_a", last), Sample.row(total: last, last: last),
      Sample.compaction("resp_a"),
      Sample.row(total: Sample.usage(9100, 6000, 410, 250)),
    ])
    #expect(found.map(\.responseID) == ["resp_a", nil])
  }

  @Test func `a compaction that the counts do not hold is a call of its own`() {
    let last = Sample.usage(9000, 6000, 400, 250)
    let spent = Sample.usage(50_000, 40_000, 900, 0)
    for lines in [
      [Sample.request("resp_c", spent), Sample.compaction("resp_c")],
      [Sample.compaction("resp_c"), Sample.request("resp_c", spent)],
    ] {
      let found = calls(
        [Sample.meta, Sample.turn, Sample.row(total: last, last: last)] + lines + [Sample.row(total: last, last: last)])
      #expect(found.map(\.facts.usage.totalTokens) == [9400, 50_900])
      #expect(found.map(\.responseID) == [nil, "resp_c"])
    }
    #expect(calls([Sample.meta, Sample.turn, Sample.request("resp_c", spent)]).isEmpty)
  }

  @Test func `the vendor's windows are told once for each change`() {
    func limits(_ used: String, _ secondary: String = "") -> String {
      let primary = #"{"used_percent":\#(used),"window_minutes":300,"resets_at":1790000000}"#
      return #"{"primary":\#(primary)\#(secondary),"plan_type":"plus"}"#
    }
    let weekly = #","secondary":{"used_percent":3,"window_minutes":10080,"resets_in_seconds":3600}"#
    let found = LogDesk.findings(
      of: source,
      in: [limits("12.345", weekly), limits("12.345", weekly), limits("13.0"), limits("-1"), limits("1e9")].map {
        Sample.row(last: Sample.usage(1, 0, 1, 0), limits: $0)
      })
    #expect(found.windows.map(\.name) == ["primary", "secondary", "primary"])
    #expect(found.windows.map(\.usedBasisPoints) == [1235, 300, 1300])
    #expect(found.windows.map(\.minutes) == [300, 10080, 300])
    #expect(found.windows.map { $0.resetsAt?.seconds } == [1_790_000_000, 1_790_931_609 + 3600, 1_790_000_000])
    #expect(found.windows.allSatisfy { $0.plan == "plus" && $0.source == "codex" })
  }

  @Test func `roots are both folders of the home, or of those that the variable names`() {
    let user = LogHome(environment: [:], folder: "/home/u", isMac: false)
    #expect(source.roots(of: user) == ["/home/u/.codex/sessions", "/home/u/.codex/archived_sessions"])
    let named = LogHome(environment: ["CODEX_HOME": "~/c, /d/"], folder: "/home/u", isMac: false)
    #expect(
      source.roots(of: named)
        == ["/home/u/c/sessions", "/home/u/c/archived_sessions", "/d/sessions", "/d/archived_sessions"])
    #expect(source.isLog("2026/10/02/rollout-x.jsonl"))
    #expect(!source.isLog("2026/10/02/rollout-x.jsonl.zst"))
  }

  @Test func `a compressed thread is told of, unless the plain one is beside it`() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "sessions/a.jsonl.zst")
    try folder.write("x", to: "sessions/b.jsonl.zst")
    try folder.write("{}", to: "sessions/b.jsonl")
    let home = LogHome(environment: ["CODEX_HOME": folder.path], folder: "/nowhere", isMac: false)
    let files = LogFinder(CodexCompressed(), home).files
    #expect(files.count == 2)
    var findings = LogFindings()
    for file in files {
      [UInt8](repeating: 0, count: 9).withUnsafeBytes { CodexCompressed().read($0, of: file, into: &findings) }
    }
    #expect(findings.skipped == [.compressed: 1])
  }
}
