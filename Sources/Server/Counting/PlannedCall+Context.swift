import JSON
import Ledger
import Pricing
import Service

extension PlannedCall {
  /// Whether the call fits the model's window, and what to say when it does not, or may not; nil where no window is
  /// known.
  var context: (answer: JSONValue, warning: String?)? {
    guard let model, let window = model.contextWindow else { return nil }
    let tokens = facts.usage.totalTokens
    let longest = model.maxInputTokens ?? window
    let fits = tokens <= window && input.count <= longest
    let answer: JSONValue = ["window": Answer.integer(window), "fits": .bool(fits)]
    let room =
      tokens > window ? "holds \(Grouped.text(window))" : "takes a prompt of at most \(Grouped.text(longest))"
    if !fits {
      return (
        answer,
        "The call does not fit: it has \(Grouped.text(tokens)) tokens, and the context window of \(model.id) \(room). Shorten the prompt, or choose a model with a larger window."
      )
    }
    let most = highUsage.totalTokens
    guard most > window else { return (answer, nil) }
    return (
      answer,
      "The call may not fit: it has up to \(Grouped.text(most)) tokens, and the context window of \(model.id) holds \(Grouped.text(window))."
    )
  }
}
