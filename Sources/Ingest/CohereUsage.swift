import JSON
import Pricing

/// Cohere's usage: what is billed is `billed_units`; `tokens` and `cached_tokens` count texts around the prompt too.
enum CohereUsage {
  /// Returns the call of a chat, embedding, reranking or classification.
  static func call(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    guard let billed = try response.usage.reader("billed_units") else {
      throw .wrongType(path: response.usage.path.appending("billed_units"), wanted: .object)
    }
    var usage = Usage()
    let counts: [(String, Meter)] = [
      ("input_tokens", .input), ("output_tokens", .output), ("search_units", .query), ("images", .imageIn),
      ("pages", .page),
    ]
    for (key, meter) in counts {
      if let count = try billed.count(key) { usage[meter] = count }
    }
    return ObservedCall(
      model: response.body.text("model") ?? model,
      provider: provider ?? "cohere",
      usage: usage,
      responseID: response.body.text("id", "generation_id"))
  }
}
