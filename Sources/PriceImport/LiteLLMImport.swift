import JSON
import Pricing

/// Turns the entries of LiteLLM's price file into provider files.
struct LiteLLMImport {
  private let surroundings: PriceImport.Surroundings

  /// Starts with what is known of the surroundings.
  init(_ surroundings: PriceImport.Surroundings) { self.surroundings = surroundings }

  /// Entries that describe the file and are no models.
  private static let notModels: Set<String> = ["sample_spec", "fallback_generalizations"]

  /// Returns everything that can be taken over.
  func read(_ entries: JSONObject) -> PriceImport {
    var files = ProviderFiles(.litellm, surroundings)
    let regional = regionalPrices(entries)
    for (name, value) in entries where !Self.notModels.contains(name) {
      guard let entry = value.object, let owner = entry["litellm_provider"]?.string else {
        files.leaveOut(name, "it names no provider")
        continue
      }
      let provider = providerID(owner)
      files.begin(provider, name: owner, members: header(owner, id: provider))
      let id = modelID(name, owner: owner, provider)
      var prices = LiteLLMPrices(entry, provider: provider)
      for (region, other) in regional["\(provider)/\(id)"] ?? [] { prices.add(other, region: region) }
      files.add(model(entry, id: id, prices), to: provider, name: name, obstacle: prices.obstacle)
    }
    return files.result
  }

  /// Prices of names such as `azure/eu/gpt-4o` by the model that is meant, `azure/gpt-4o`.
  private func regionalPrices(_ entries: JSONObject) -> [String: [(region: String, prices: LiteLLMPrices)]] {
    var prices: [String: [(region: String, prices: LiteLLMPrices)]] = [:]
    for (name, value) in entries {
      guard let entry = value.object, let owner = entry["litellm_provider"]?.string else { continue }
      let provider = providerID(owner)
      let parts = modelID(name, owner: owner, provider).split(separator: "/", maxSplits: 1).map(String.init)
      guard parts.count == 2, Self.isRegion(parts[0]) else { continue }
      let regional = LiteLLMPrices(entry, provider: provider)
      prices["\(provider)/\(parts[1])", default: []].append((parts[0], regional))
    }
    return prices
  }

  /// Whether a part of a name is a region of Azure or of Amazon, such as `eu` or `ap-northeast-1`.
  private static func isRegion(_ name: String) -> Bool {
    if ["eu", "us", "apac"].contains(name) { return true }
    let parts = name.split(separator: "-")
    return parts.count >= 3 && parts[0].utf8.count == 2 && parts.last?.utf8.count == 1
      && parts.last?.utf8.allSatisfy { (48...57).contains($0) } == true
  }

  /// The provider's id here: `vertex_ai-anthropic_models` is a part of `vertex_ai`.
  private func providerID(_ owner: String) -> String {
    if let id = surroundings.provider(owner) { return id }
    if let id = Self.renamed[owner] { return id }
    for part in ["vertex_ai-", "fireworks_ai-"] where owner.hasPrefix(part) {
      if let id = surroundings.provider(String(part.dropLast())) { return id }
    }
    return ProviderNames.slug(owner)
  }

  /// Services that LiteLLM calls apart and that are one provider here.
  private static let renamed = [
    "azure_text": "azure", "amazon_nova": "amazon-bedrock", "codestral": "mistral",
    "text-completion-codestral": "mistral",
  ]

  private func header(_ owner: String, id: String) -> JSONObject {
    guard surroundings.provider(id) == nil, owner != id else { return JSONObject() }
    return ["aliases": [.string(owner.lowercased())], "model_prefixes": [.string(owner.lowercased() + "/")]]
  }

  /// The name without the provider before it.
  private func modelID(_ name: String, owner: String, _ provider: String) -> String {
    guard let slash = name.firstIndex(of: "/") else { return name }
    let prefix = String(name[..<slash])
    guard prefix == owner || prefix.lowercased() == provider || surroundings.provider(prefix) == provider
    else {
      return name
    }
    let rest = String(name[name.index(after: slash)...])
    return rest.isEmpty ? name : rest
  }

  private func model(_ entry: JSONObject, id: String, _ prices: LiteLLMPrices) -> ImportedModel {
    var model = ImportedModel(id: id)
    model.kind = entry["mode"]?.string.map { Self.kinds[$0] ?? "other" }
    let most = entry["max_output_tokens"].flatMap(Self.whole)
    model.contextWindow = entry["max_input_tokens"].flatMap(Self.whole)
    model.maxOutputTokens = most
    model.dimensions = entry["output_vector_size"].flatMap(Self.whole)
    model.input = Self.modalities(
      entry["supported_modalities"], of: ["text", "image", "audio", "video", "pdf"])
    model.output = Self.modalities(
      entry["supported_output_modalities"], of: ["text", "image", "audio", "video"])
    model.capabilities = Self.capabilities.filter { entry[$0.0]?.bool == true }.map(\.1)
    if let date = entry["deprecation_date"]?.string, Self.isDate(date) {
      model.retiresOn = date
      model.status = date <= surroundings.today ? "retired" : "active"
    }
    model.prices = [prices.period]
    if !prices.unsaid.isEmpty {
      model.notes.append("Not taken over: " + prices.unsaid.joined(separator: ", ") + ".")
    }
    return model
  }

  private static func whole(_ value: JSONValue) -> Int64? {
    (value.number ?? value.string.flatMap { JSONNumber(lexeme: $0) })?.int64
  }

  private static func isDate(_ text: String) -> Bool {
    text.utf8.count == 10
      && text.utf8.enumerated().allSatisfy { offset, byte in
        offset == 4 || offset == 7 ? byte == UInt8(ascii: "-") : (48...57).contains(byte)
      }
  }

  private static func modalities(_ value: JSONValue?, of known: [String]) -> [String] {
    let stated = Set((value?.array ?? []).compactMap { $0.string?.lowercased() })
    return known.filter(stated.contains)
  }

  private static let kinds = [
    "chat": "chat", "responses": "chat", "completion": "completion", "embedding": "embedding",
    "image_generation": "image", "image_edit": "image", "audio_transcription": "transcription",
    "audio_speech": "speech", "realtime": "realtime", "rerank": "rerank", "moderation": "moderation",
    "ocr": "ocr",
    "video_generation": "video", "search": "search", "decisions": "decision",
  ]
  private static let capabilities = [
    ("supports_vision", "vision"), ("supports_function_calling", "tools"),
    ("supports_parallel_function_calling", "parallel_tools"), ("supports_reasoning", "reasoning"),
    ("supports_response_schema", "json_schema"), ("supports_prompt_caching", "prompt_caching"),
    ("supports_web_search", "web_search"), ("supports_audio_input", "audio_in"),
    ("supports_audio_output", "audio_out"), ("supports_video_input", "video_in"),
    ("supports_pdf_input", "pdf"),
    ("supports_computer_use", "computer_use"),
  ]
}
