import JSON

/// The forms in which providers state usage.
package enum UsageShape: String, CaseIterable, Sendable {
  /// OpenAI chat completions and embeddings, and the many who answer in their form.
  case chat
  /// OpenAI responses, images, transcriptions and realtime.
  case responses
  /// OpenAI transcriptions that are billed by time.
  case duration
  /// Anthropic messages.
  case anthropic
  /// Gemini.
  case gemini
  /// Amazon Bedrock's Converse, and the Vercel AI SDK.
  case camelCase
  /// Cohere.
  case cohere
  /// Ollama.
  case ollama

  /// The members that tell this shape, for messages.
  package var keys: [String] {
    switch self {
    case .chat: ["prompt_tokens", "completion_tokens"]
    case .responses: ["input_tokens", "output_tokens"]
    case .duration: ["type", "seconds"]
    case .anthropic: ["input_tokens", "cache_read_input_tokens", "output_tokens"]
    case .gemini: ["promptTokenCount", "candidatesTokenCount"]
    case .camelCase: ["inputTokens", "outputTokens"]
    case .cohere: ["billed_units"]
    case .ollama: ["prompt_eval_count", "eval_count"]
    }
  }

  /// Creates the shape of a usage object; nil when none fits.
  ///
  /// Chat comes before the others: gateways send `input_tokens` as well as `prompt_tokens`, never the reverse.
  init?(of usage: JSONObject) {
    func states(_ keys: String...) -> Bool { keys.contains { usage[$0].map { !$0.isNull } ?? false } }
    if states("promptTokenCount", "candidatesTokenCount", "responseTokenCount", "thoughtsTokenCount") {
      self = .gemini
    } else if states("billed_units") {
      self = .cohere
    } else if states("prompt_tokens", "completion_tokens") {
      self = .chat
    } else if states("input_tokens", "output_tokens") {
      self = usage.keys.contains(where: Self.anthropicKeys.contains) ? .anthropic : .responses
    } else if usage["type"]?.string == "duration", states("seconds") {
      self = .duration
    } else if states("inputTokens", "outputTokens", "promptTokens", "completionTokens") {
      self = .camelCase
    } else if states("prompt_eval_count", "eval_count") {
      self = .ollama
    } else {
      return nil
    }
  }

  /// Members that only Anthropic's usage has. Without any there is no cache either, and both readings agree.
  private static let anthropicKeys: [String] = [
    "cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "server_tool_use",
    "iterations", "speed", "inference_geo", "service_tier",
  ]
}
