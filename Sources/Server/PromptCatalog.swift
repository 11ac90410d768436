import JSON
import Ledger
import MCP
import Service

/// The prompts that people can choose.
struct PromptCatalog {
  private let service: LedgerService

  init(_ service: LedgerService) { self.service = service }

  /// The prompts, in order.
  var prompts: [Prompt] { [reviewSpend, chooseModel] }

  private var reviewSpend: Prompt {
    Prompt(
      name: "review_spend", title: "Review spending",
      description: "Go through what was spent in a period and where it can be less",
      arguments: [
        PromptArgument(
          name: "period", description: "One of \(PeriodName.list); default this_month"),
        PromptArgument(name: "project_id", description: "Only this project"),
      ], get: { arguments in try inWords { try review(arguments) } })
  }

  private var chooseModel: Prompt {
    Prompt(
      name: "choose_model", title: "Choose a model",
      description: "Find the cheapest model that can do a task",
      arguments: [
        PromptArgument(name: "task", description: "What the model is to do", isRequired: true),
        PromptArgument(name: "input_tokens", description: "Prompt tokens of one call; default 2000"),
        PromptArgument(name: "output_tokens", description: "Output tokens of one call; default 1000"),
      ], get: choose)
  }

  private func review(_ arguments: [String: String]) throws -> [PromptMessage] {
    // Hosts send what was left open as an empty text.
    let arguments = arguments.filter { !$0.value.allSatisfy(\.isWhitespace) }
    let period = try arguments["period"].map(PeriodName.init(named:)) ?? .thisMonth
    var question: JSONObject = [
      "period": .string(period.rawValue), "group_by": ["model", "agent"], "include": ["trend"],
    ]
    if let project = arguments["project_id"] { question.append("project_id", .string(project)) }
    let usage = try GetUsage(service).call(Arguments(question, of: service.identity))
    return [
      PromptMessage(
        role: .user,
        text: """
          Review what was spent on language models (\(period.rawValue)). The ledger's figures follow as JSON.
          Say what the money went to, what stands out in the trend, and which changes would save most; \
          check each proposal with compare_models or get_usage before you name a figure.

          \(JSONWriter.string(.object(usage)))
          """)
    ]
  }

  private func choose(_ arguments: [String: String]) throws -> [PromptMessage] {
    let input = try count("input_tokens", arguments, default: 2_000)
    let output = try count("output_tokens", arguments, default: 1_000)
    return [
      PromptMessage(
        role: .user,
        text: """
          Choose a model for this task: \(arguments["task"] ?? "")
          One call has about \(input) prompt tokens and \(output) output tokens. Call compare_models with them and \
          with the capabilities that the task needs, weigh price against quality, and recommend one model and \
          one cheaper alternative, each with its cost per call.
          """)
    ]
  }

  private func count(_ name: String, _ arguments: [String: String], default standard: Int64) throws -> Int64 {
    guard let text = arguments[name], !text.isEmpty else { return standard }
    guard let count = Int64(text), (0...CallCounts.largestCount).contains(count) else {
      throw ToolFailure(message: "`\(name)` must be a whole number of tokens, not \"\(text)\".")
    }
    return count
  }
}
