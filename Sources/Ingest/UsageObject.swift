package import JSON

/// Reads what providers say about the usage of a call.
/// - Source: The providers' references, such as https://platform.openai.com/docs/api-reference,
///   https://docs.anthropic.com/en/api/messages, https://ai.google.dev/api/generate-content and
///   https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html.
package enum UsageObject {
  /// Returns the calls that a usage object states, the one that made the answer first.
  ///
  /// - Parameters:
  ///   - object: A usage object, the response that holds it, or the event of a stream that does.
  ///   - provider: The provider where the caller knows it.
  ///   - model: The model where the caller knows it; what the answer names wins, for that was served.
  /// - Returns: At least one call; more where one response bills several models or samplings.
  package static func read(
    _ object: JSONObject, provider: String? = nil, model: String? = nil
  ) throws(IngestError) -> [ObservedCall] {
    let response = try ResponseBody(object)
    switch response.shape {
    case .chat, .responses: return [try OpenAIUsage.call(in: response, provider, model)]
    case .duration: return [try OpenAIUsage.timedCall(in: response, provider, model)]
    case .anthropic: return try AnthropicUsage.calls(in: response, provider, model)
    case .gemini: return [try GeminiUsage.call(in: response, provider, model)]
    case .camelCase: return [try CamelCaseUsage.call(in: response, provider, model)]
    case .cohere: return [try CohereUsage.call(in: response, provider, model)]
    case .ollama: return [try OllamaUsage.call(in: response, provider, model)]
    }
  }
}
