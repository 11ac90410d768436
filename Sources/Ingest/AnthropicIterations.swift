import JSON
import Pricing

/// The samplings inside one Anthropic response: the beta member `iterations`.
///
/// `message` samplings add up to the usage around them. `compaction` and `advisor_message` are not in it
/// and are calls of their own. `fallback_message` was made by the model that answered after another declined.
struct AnthropicIterations {
  private struct Sampling {
    let type: String?
    let model: String?
    let usage: Usage
  }

  private let samplings: [Sampling]

  /// Reads the iterations of a usage; none is fine.
  init(_ usage: UsageReader) throws(IngestError) {
    var samplings: [Sampling] = []
    var total: Int64 = 0
    for entry in try usage.list("iterations") {
      let tokens = try AnthropicUsage.tokens(of: entry).usage(at: entry.path)
      total += tokens.totalTokens
      guard total <= IngestError.largestQuantity else {
        throw .inconsistent(path: usage.path.appending("iterations"), .quantityOutOfRange(.input, total))
      }
      samplings.append(Sampling(type: entry.text("type"), model: entry.text("model"), usage: tokens))
    }
    self.samplings = samplings
  }

  /// Returns `main`, corrected where the iterations know more, and the calls besides it, numbered in order.
  func calls(around main: ObservedCall) -> [ObservedCall] {
    var calls = answer(main)
    for sampling in samplings where sampling.usage.totalTokens > 0 {
      switch sampling.type {
      case "compaction": calls.append(secondary(main, sampling.model ?? main.model, sampling.usage))
      // Without a name it is unknown: an advisor is another model than the one advised.
      case "advisor_message": calls.append(secondary(main, sampling.model, sampling.usage))
      default: break
      }
    }
    for index in calls.indices { calls[index].part = index }
    return calls
  }

  /// Returns the answering call and, after a fallback, the declined ones as far as they were billed.
  private func answer(_ main: ObservedCall) -> [ObservedCall] {
    var main = main
    let messages = samplings.filter { $0.type == "message" }
    let fallbacks = samplings.filter { $0.type == "fallback_message" }
    let attempted = sum(messages)
    guard let served = fallbacks.last else {
      // With an advisor the usage around holds the first prompt only; the samplings are what is billed.
      if attempted.totalTokens > main.usage.totalTokens { replaceTokens(of: &main, by: attempted) }
      return [main]
    }
    let requested = main.model
    main.model = served.model ?? main.model
    // Only when the usage around contains the declined attempts too were they billed with it.
    guard attempted.totalTokens > 0,
      main.usage.totalTokens == attempted.totalTokens + sum(fallbacks).totalTokens
    else { return [main] }
    replaceTokens(of: &main, by: sum(fallbacks))
    let declined = messages.filter { $0.usage.totalTokens > 0 }
    return [main] + declined.map { secondary(main, $0.model ?? requested, $0.usage) }
  }

  private func sum(_ samplings: [Sampling]) -> Usage {
    samplings.reduce(Usage()) { $0 + $1.usage }
  }

  /// Puts other tokens in the place of a call's own and leaves its units.
  private func replaceTokens(of call: inout ObservedCall, by tokens: Usage) {
    let units = call.usage.entries.filter { !$0.meter.isToken }.map { ($0.meter, $0.quantity) }
    call.usage = tokens + Usage(disjoint: units)
  }

  private func secondary(_ main: ObservedCall, _ model: String?, _ usage: Usage) -> ObservedCall {
    var call = main
    call.model = model
    call.usage = usage
    return call
  }
}
