import CivilTime
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

@testable import Server
@testable import Service

/// What belongs to a ledger holds for every server over it, whatever each of them was told.
@Suite(.enabled(if: MachineZones.arePresent, MachineZones.skipReason)) struct LedgerSettingTests {
  @Test func `servers with different zones answer a day's limit alike`() throws {
    let seoul = try Bench(at: "2026-11-21T16:00:00Z", seed: 1) {
      $0.limits.rules = [.daily(1_000)]
      $0.environmentZone = "Asia/Seoul"
    }
    let utc = try Bench(at: "2026-11-21T16:00:00Z", in: seoul.folder, seed: 2) { $0.limits.rules = [.daily(1_000)] }
    try seoul.call(
      "record_usage", ["model": "gpt-4o", "input_tokens": 600, "timestamp": "2026-11-21T14:59:00Z"])
    try utc.call("record_usage", ["model": "gpt-4o", "input_tokens": 100, "timestamp": "2026-11-21T15:00:00Z"])
    for bench in [seoul, utc] {
      let answer = try bench.call("check_limit", [:])
      #expect(answer.at("limits.0.used") == 100)
      #expect(answer.at("limits.0.resets_at") == "2026-11-23T00:00:00+09:00")
      #expect(try bench.call("get_usage", ["period": "today"]).at("period.timezone") == "Asia/Seoul")
    }
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `after a change of zone and week every counter is that of the new windows`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let rules = [LimitWindow.day, .week, .month].map {
      LimitRule(id: $0.rawValue, metric: .tokens, window: $0, limit: 1_000_000)
    }
    let bench = try Bench(at: "2026-11-21T16:07:00Z") { $0.limits.rules = rules }
    let other = try Bench(at: "2026-11-21T16:07:00Z", in: bench.folder, seed: 99) { $0.limits.rules = rules }
    var calls: [(at: Instant, tokens: Int64)] = []
    for _ in 0..<60 {
      let back = Int64.random(in: 0...(26 * 86_400_000), using: &generator)
      let call = (at: bench.clock.now.adding(milliseconds: -back), tokens: Int64.random(in: 1...9, using: &generator))
      calls.append(call)
      try bench.call(
        "record_usage",
        ["model": "gpt-4o", "input_tokens": .number(JSONNumber(call.tokens)), "timestamp": .string("\(call.at)")])
    }
    for (zone, weekStart) in [("Asia/Kathmandu", 7), ("America/New_York", 3), ("UTC", 1), ("Pacific/Apia", 5)] {
      _ = try SettingEditor(bench.service).set(.timezone, to: zone)
      _ = try SettingEditor(bench.service).set(.weekStart, to: "\(weekStart)")
      for server in [bench, other] {
        let limits = try server.call("check_limit", [:]).at("limits")
        for (index, unit) in [TimeUnit.day, .week, .month].enumerated() {
          let calendar = try server.service.calendar(zone)
          #expect(calendar.weekStart == weekStart)
          let start = calendar.start(of: unit, containing: server.clock.now)
          let used = calls.filter { $0.at >= start }.reduce(0) { $0 + $1.tokens }
          #expect(limits?.at("\(index).used") == .number(JSONNumber(used)), "seed \(seed) \(zone) \(unit)")
        }
      }
    }
  }

  @Test func `repricing where nobody was told of the fallback model leaves its prices`() throws {
    let host = try Bench(seed: 1) { $0.fallbackModel = "gpt-4o" }
    try host.call("record_usage", ["model": "my-own", "input_tokens": 1_000])
    let shell = try Bench(in: host.folder, seed: 2)
    #expect(try Repricing(shell.service).run(.all, applies: true).whole.records == 0)
    #expect(try shell.call("get_usage", ["period": "all"]).at("totals.cost.by_kind.fallback") == .decimal("0.0025"))
  }

  @Test func `a server that was told of another fallback model prices by the ledger's`() throws {
    let first = try Bench(seed: 1) { $0.fallbackModel = "gpt-4o" }
    try first.call("record_usage", ["model": "my-own", "input_tokens": 1_000])
    let other = try Bench(in: first.folder, seed: 2) { $0.fallbackModel = "gpt-4.1" }
    let answer = try other.call("record_usage", ["model": "my-own", "input_tokens": 1_000])
    #expect(answer.at("cost.amount") == .decimal("0.0025"))
    let conflict = SettingConflict(setting: .fallbackModel, wish: "gpt-4.1", holds: "gpt-4o")
    #expect(other.service.settingConflicts == [conflict])
    #expect(first.service.settingConflicts.isEmpty)
    for name in ["GPT-4o", "openai/gpt-4o"] {
      #expect(try Bench(in: first.folder, seed: 3) { $0.fallbackModel = name }.service.settingConflicts.isEmpty)
    }
  }

  @Test(arguments: ["gpt-4o", "GPT-4o", "openai/gpt-4o", "azure/gpt-4o", "openrouter/openai/gpt-4o"])
  func `a fallback model is held by a name that leads to it alone`(_ name: String) throws {
    let bench = try Bench()
    _ = try SettingEditor(bench.service).set(.fallbackModel, to: name)
    let prices = bench.service.prices
    let held = try #require(try bench.service.ledger.settings()[.fallbackModel])
    let (wanted, found) = (try #require(try prices.resolve(name)), try #require(try prices.resolve(held)))
    #expect(found.id == wanted.id && found.provider == wanted.provider)
    #expect(held == (try prices.name(of: wanted)))
  }

  @Test func `a fallback model that was turned off is not taken up again`() throws {
    let bench = try Bench { $0.fallbackModel = "gpt-4o" }
    try bench.call("record_usage", ["model": "my-own", "input_tokens": 1_000])
    #expect(
      SettingDocument.change(try SettingEditor(bench.service).set(.fallbackModel, to: "none")) == [
        "name": "fallback_model", "before": "gpt-4o",
      ])
    let again = try Bench(in: bench.folder, seed: 2) { $0.fallbackModel = "gpt-4o" }
    #expect(try again.call("record_usage", ["model": "mine", "input_tokens": 1]).at("cost.kind") == "unpriced")
    #expect(try Repricing(again.service).run(.all, applies: false).whole.unpricedAfter == 1)
  }

  @Test(arguments: [
    (LedgerSetting.timezone, "Mars/Olympus", "Mars/Olympus"), (.timezone, "../etc/passwd", "no IANA name"),
    (.weekStart, "8", "1 for monday"), (.weekStart, "someday", "1 for monday"),
    (.fallbackModel, "gpt-4p", "not in the price catalog"),
  ])
  func `a value that cannot be is refused, and nothing changes`(
    _ setting: LedgerSetting, _ value: String, _ message: String
  ) throws {
    let bench = try Bench()
    let failure = #expect(throws: (any Error).self) { try SettingEditor(bench.service).set(setting, to: value) }
    #expect((failure as? any Worded)?.sentence.contains(message) == true)
    #expect(try bench.service.ledger.settings().entry(setting)?.origin != .command)
  }

  @Test func `what config.json says cannot be set next to it`() throws {
    let bench = try Bench { $0.configured = [.timezone: "Asia/Seoul"] }
    let failure = #expect(throws: (any Error).self) { try SettingEditor(bench.service).set(.timezone, to: "UTC") }
    #expect((failure as? any Worded)?.sentence.contains("token_ledger_timezone in config.json") == true)
  }
}
