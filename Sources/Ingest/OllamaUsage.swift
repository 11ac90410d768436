import JSON
import Pricing

/// Ollama's counts, which are in its answer itself. The model runs on the user's own machine, so the bill is zero.
enum OllamaUsage {
  /// Returns the call of an answer, or of the last line of its stream.
  static func call(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    var usage = Usage()
    // Absent when the whole prompt was in the cache.
    if let input = try response.usage.count("prompt_eval_count") { usage[.input] = input }
    if let output = try response.usage.count("eval_count") { usage[.output] = output }
    return ObservedCall(
      model: response.body.text("model") ?? model,
      provider: provider ?? "ollama",
      usage: usage,
      reportedCost: (provider ?? "ollama").lowercased() == "ollama" ? .zero : nil,
      isInterim: response.body.object["done"]?.bool == false)
  }
}
