import CivilTime
import JSON
import Ledger
import MCP
import Service

/// What the questions cost that are asked most, over a history of ``HistoryMaker``.
struct ReadBenchmark {
  let session: Session
  /// How large the ledger is, in words.
  let size: String

  func run() {
    let since = BenchmarkService.now.adding(milliseconds: -30 * Instant.millisecondsPerDay)
    let month: JSONValue = [
      "since": .string(since.description), "until": .string(BenchmarkService.now.description), "group_by": ["model"],
    ]
    measure("get_usage", ["period": "this_month", "group_by": ["model"]], "this month by model")
    measure("get_usage", ["period": "last_30_days", "group_by": ["model"]], "30 days by model")
    measure("get_usage", month, "720 hours by model")
    measure("get_usage", ["period": "today"], "today")
    measure("estimate_cost", ["model": .string(HistoryMaker.unusedModel), "input_tokens": 1_000], "no history")
    measure("estimate_cost", ["model": .string(HistoryMaker.usedModel), "input_tokens": 1_000], "by history")
    measure(
      "estimate_cost", ["model": .string(HistoryMaker.usedModel), "input_tokens": 1_000, "operation": "none has it"],
      "no history with this operation")
    measure("check_limit", ["model": .string(HistoryMaker.usedModel), "input_tokens": 1_000], "of a call")
  }

  private func measure(_ name: String, _ arguments: JSONValue, _ label: String) {
    let line = BenchmarkService.call(name, arguments)
    // The first answer reads what others find in memory.
    Stopwatch.measure("\(name), \(label), first answer, \(size)", rounds: 1, count: 1) { _ = session.receive([line]) }
    Stopwatch.measure("\(name), \(label), \(size)", count: 20) {
      for _ in 0..<20 { _ = session.receive([line]) }
    }
  }
}
