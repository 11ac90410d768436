import Ledger
import Service

extension PlanWarning {
  /// What the reader should know, in words.
  package var sentence: String {
    switch self {
    case .price(let warning): warning.sentence
    case .output(let output): output.sentence
    case .vocabulary(let doubt): TokenSentences.message(doubt)
    case .framedMessages:
      "Only the text of the messages is counted: the few tokens that a provider puts around each message are not."
    case .uncountedParts(let count):
      "\(count == 1 ? "1 part of the messages holds" : "\(count) parts of the messages hold") no text (images, files): give their tokens as `meters`."
    case .context(let fit): fit.sentence
    }
  }
}

extension AssumedOutput {
  /// How long the answer is taken to be, and what else is assumed.
  var sentence: String {
    switch basis {
    case .history(let history, let sameCaller): self.sentence(history, sameCaller) + assumptions
    case .nothing(let count):
      "\(reason) and the ledger knows no such call: \(Grouped.text(count.count)) tokens are assumed (\(Grouped.text(count.low)) to \(Grouped.text(count.high))). Give the output expected.\(assumptions)"
    case .nothingForAny(let count):
      "\(reason): \(Grouped.text(count.count)) tokens are assumed. Give the output expected.\(assumptions)"
    }
  }

  private func sentence(_ history: OutputHistory, _ sameCaller: Bool) -> String {
    let kind = sameCaller ? "of this model with these dimensions" : "of this model"
    let median = Grouped.text(history.median)
    guard history.calls > 1 else { return "\(reason): \(median) is that of the one recorded call \(kind)." }
    return
      "\(reason): \(median) is the median of the newest \(Grouped.text(Int64(history.calls))) recorded calls \(kind); one of ten was below low, one of ten above high."
  }

  private var reason: String {
    given == .filledIn
      ? "output_tokens 0 next to a blank argument was taken as not given" : "output_tokens was not given"
  }

  /// What else is assumed; with a space before it.
  private var assumptions: String {
    switch (assumesNoCache, assumesStandardService) {
    case (true, true): " No cache and standard service are assumed too."
    case (true, false): " No cache is assumed too."
    case (false, true): " Standard service is assumed too."
    case (false, false): ""
    }
  }
}

extension ContextFit {
  /// How a call does not fit, or may not; empty for one that does.
  var sentence: String {
    switch verdict {
    case .fits: ""
    case .mayNotFit(let most):
      "The call may not fit: it has up to \(Grouped.text(most)) tokens, and the context window of \(model) holds \(Grouped.text(window))."
    case .tooLong: tooLong("holds \(Grouped.text(window))")
    case .promptTooLong(let longest): tooLong("takes a prompt of at most \(Grouped.text(longest))")
    }
  }

  private func tooLong(_ room: String) -> String {
    "The call does not fit: it has \(Grouped.text(tokens)) tokens, and the context window of \(model) \(room). Shorten the prompt, or choose a model with a larger window."
  }
}
