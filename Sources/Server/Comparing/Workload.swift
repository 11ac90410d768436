import JSON
import Ledger
import Pricing
import Service

/// What is to be done, as far as the price on a model depends on it.
protocol Workload {
  /// Returns what the workload costs on `model`; no amount where not all of it has a price there.
  ///
  /// - Throws: ``ToolFailure`` for counts that no call can have.
  func price(on model: Model) throws -> WorkloadPrice
  /// Returns why `model` cannot do the work, as far as is known; nil where nothing speaks against it.
  func obstacle(on model: Model) -> Obstacle?
  /// Returns whether the calls fit into a context of `window` tokens on `model`.
  func fits(_ window: Int64, on model: Model) -> Bool
  /// The workload as answers show it.
  func answer(in currency: AnswerCurrency) throws -> JSONObject
}

extension RecordedWorkload: Workload {
  func answer(in currency: AnswerCurrency) -> JSONObject {
    var answer: JSONObject = [
      "input_tokens": Answer.integer(totals.tokens.input), "output_tokens": Answer.integer(totals.tokens.output),
    ]
    let parts = [("cache_read_tokens", totals.tokens.cacheRead), ("cache_write_tokens", totals.tokens.cacheWrite)]
    for (name, count) in parts where count != 0 { answer.append(name, Answer.integer(count)) }
    answer.append("calls", Answer.integer(totals.requests))
    answer.append("cost", .object(Answer.cost(of: totals, in: currency)))
    return answer
  }
}
