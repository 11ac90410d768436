import JSON
import Pricing

/// Gemini's usage: the prompt includes what was cached, thoughts and tool results are counted apart.
enum GeminiUsage {
  /// Returns the call of a `usageMetadata`.
  static func call(
    in response: ResponseBody, _ provider: String?, _ model: String?
  ) throws(IngestError) -> ObservedCall {
    let usage = response.usage
    let tier = usage.text("serviceTier") ?? usage.text("trafficType")
    return ObservedCall(
      model: response.body.text("modelVersion", "model") ?? model,
      provider: provider ?? "google",
      usage: try totals(of: usage).usage(at: usage.path),
      serviceTier: ServiceTier.canonical(tier),
      responseID: response.body.text("responseId"),
      isInterim: isInterim(response.body.object))
  }

  /// Whether this is a chunk in the middle of a stream, each of which has the counts so far.
  private static func isInterim(_ body: JSONObject) -> Bool {
    guard let candidates = body["candidates"]?.array, !candidates.isEmpty else { return false }
    return candidates.allSatisfy { $0.object?["finishReason"]?.string == nil }
  }

  private static func totals(of usage: UsageReader) throws(IngestError) -> TokenTotals {
    var totals = TokenTotals()
    totals.add(try usage.count("promptTokenCount"), to: .input)
    totals.add(try usage.count("toolUsePromptTokenCount"), to: .input)
    for key in ["promptTokensDetails", "toolUsePromptTokensDetails"] {
      try add(usage, key, to: &totals) { $0.input }
    }
    totals.add(try usage.count("cachedContentTokenCount"), to: .cacheRead)
    try add(usage, "cacheTokensDetails", to: &totals) { $0.cached }
    for entry in try usage.list("cacheTokensDetails") where Modality(entry) == .video {
      totals.addCachedVideo(try entry.count("tokenCount"))
    }
    // The live API calls its answer a response.
    totals.add(try usage.count("candidatesTokenCount", "responseTokenCount"), to: .output)
    let thoughts = try usage.count("thoughtsTokenCount")
    totals.add(thoughts, to: .output)
    totals.add(thoughts, to: .outputReasoning)
    for key in ["candidatesTokensDetails", "responseTokensDetails"] {
      try add(usage, key, to: &totals) { $0.output }
    }
    try usage.refuseLoss(of: totals, total: "totalTokenCount")
    return totals
  }

  private static func add(
    _ usage: UsageReader, _ key: String, to totals: inout TokenTotals, meter: (Modality) -> Meter?
  ) throws(IngestError) {
    for entry in try usage.list(key) {
      let count = try entry.count("tokenCount")
      if let meter = Modality(entry).flatMap(meter) { totals.add(count, to: meter) }
    }
  }

  /// A kind of content other than text.
  private enum Modality {
    case audio, image, video

    init?(_ entry: UsageReader) {
      switch entry.text("modality")?.uppercased() {
      case "AUDIO": self = .audio
      // Pages of a document are seen as images.
      case "IMAGE", "DOCUMENT": self = .image
      case "VIDEO": self = .video
      default: return nil
      }
    }

    var input: Meter {
      switch self {
      case .audio: .inputAudio
      case .image: .inputImage
      case .video: .inputVideo
      }
    }

    /// nil: cached video has no meter of its own.
    var cached: Meter? {
      switch self {
      case .audio: .cacheReadAudio
      case .image: .cacheReadImage
      case .video: nil
      }
    }

    var output: Meter {
      switch self {
      case .audio: .outputAudio
      case .image: .outputImage
      case .video: .outputVideo
      }
    }
  }
}
