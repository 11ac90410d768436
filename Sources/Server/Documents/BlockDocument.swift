import CivilTime
import JSON
import Ledger
import Service

/// The 5-hour blocks of a period as JSON: the answer of `blocks --json`.
struct BlockDocument {
  private let report: BlockReport

  /// Takes the blocks.
  init(_ report: BlockReport) { self.report = report }

  /// The whole answer.
  var object: JSONObject {
    var answer: JSONObject = ["period": .object(PeriodDocument.object(report.period, report.zone))]
    report.currency.append(to: &answer)
    answer.append("count", Answer.integer(Int64(report.count)))
    answer.append("blocks", .array(report.blocks.map(block)))
    if !report.warnings.isEmpty {
      answer.append("warnings", .array(report.warnings.map { .string($0.sentence) }))
    }
    return answer
  }

  private func block(_ usage: UsageBlock) -> JSONValue {
    var answer: JSONObject = [
      "began_at": Answer.time(usage.block.began, report.zone), "ends_at": Answer.time(usage.block.ended, report.zone),
      "requests": Answer.integer(usage.totals.requests), "tokens": Answer.tokens(usage.totals.tokens),
      "cost": .object(Answer.cost(of: usage.totals, in: report.currency)),
    ]
    if let rest = usage.rest { answer.append("running", running(rest, isUnpriced: usage.totals.isUnpriced)) }
    return .object(answer)
  }

  /// What is left of a block, and at which pace it is used up.
  private func running(_ rest: BlockRest, isUnpriced: Bool) -> JSONValue {
    // A part of a second that is left counts as one.
    var answer: JSONObject = ["seconds_left": Answer.integer((rest.milliseconds + 999) / 1_000)]
    guard let pace = rest.pace else { return .object(answer) }
    for (name, tokens, cost) in [
      ("per_hour", pace.hourlyTokens, pace.hourlyCost), ("at_end", pace.tokensAtEnd, pace.costAtEnd),
    ] {
      var figures: JSONObject = ["tokens": Answer.integer(tokens)]
      if !isUnpriced { figures.append("cost", report.currency.amount(cost)) }
      answer.append(name, .object(figures))
    }
    return .object(answer)
  }
}
