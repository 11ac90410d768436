import JSON

/// The name of a price field of LiteLLM, taken apart: what is billed, above how many tokens, in which service tier.
struct LiteLLMField {
  /// What is billed, such as `input_cost_per_token`.
  let base: String
  /// When the price holds.
  let condition: SheetBuilder.Condition

  /// Takes a field's name apart; nil for a step that is not a number of tokens.
  init?(_ key: String, provider: String) {
    var name = key[...]
    var condition = SheetBuilder.Condition()
    for (suffix, services) in Self.services where name.hasSuffix(suffix) {
      name = name.dropLast(suffix.count)
      condition.services = services
    }
    if name.hasSuffix("k_tokens"), let mark = Self.lastAbove(name) {
      guard let thousands = Int64(name[mark.upperBound...].dropLast("k_tokens".count)) else { return nil }
      // xAI's step is reached at the number itself.
      condition.inputOver = thousands * 1_000 - (provider == "xai" ? 1 : 0)
      name = name[..<mark.lowerBound]
    }
    base = String(name)
    self.condition = condition
  }

  private static func lastAbove(_ name: Substring) -> Range<Substring.Index>? {
    var found: Range<Substring.Index>?
    var rest = name
    while let range = rest.firstRange(of: "_above_") {
      found = range
      rest = rest[range.upperBound...]
    }
    return found
  }

  /// The video resolution behind `output_cost_per_second_`.
  var resolution: String? {
    let mark = "output_cost_per_second_"
    return base.hasPrefix(mark) ? String(base.dropFirst(mark.count)) : nil
  }

  /// The image size behind `output_cost_per_image_`.
  var imageSize: String? {
    let mark = "output_cost_per_image_"
    return base.hasPrefix(mark) && !base.hasSuffix("token") ? String(base.dropFirst(mark.count)) : nil
  }

  /// What the ends of names say of the service tier; fast and priority are one to LiteLLM.
  private static let services: [(String, [String])] = [
    ("_batches", ["batch"]), ("_flex", ["flex"]), ("_priority", ["priority", "fast"]),
    ("_ultrafast", ["ultrafast"]), ("_balanced", ["balanced"]), ("_decisions", ["decisions"]),
  ]

  /// Meters by the fields of dollars per token.
  static let tokenMeters = [
    "input_cost_per_token": "input", "output_cost_per_token": "output",
    "cache_read_input_token_cost": "cache_read", "cache_creation_input_token_cost": "cache_write",
    "cache_creation_input_token_cost_above_1hr": "cache_write_1h",
    "cache_creation_input_token_cost_above_12hr": "cache_write_12h",
    "input_cost_per_audio_token": "input_audio", "output_cost_per_audio_token": "output_audio",
    "cache_read_input_audio_token_cost": "cache_read_audio",
    "cache_creation_input_audio_token_cost": "cache_write_audio",
    "cache_read_input_image_token_cost": "cache_read_image", "input_cost_per_image_token": "input_image",
    "output_cost_per_image_token": "output_image", "input_cost_per_video_token": "input_video",
    "output_cost_per_video_token": "output_video", "output_cost_per_reasoning_token": "output_reasoning",
    "citation_cost_per_token": "citation",
  ]

  /// Units by the fields that always mean the same, with how many the price buys.
  static let units: [String: (String, Int64)] = [
    "input_cost_per_character": ("character_in", 1), "output_cost_per_character": ("character_out", 1),
    "input_cost_per_query": ("query", 1), "input_cost_per_request": ("request", 1),
    "input_cost_per_audio_per_second": ("audio_second_in", 1),
    "input_cost_per_video_per_second": ("video_second_in", 1),
    "output_cost_per_video_per_second": ("video_second_out", 1), "input_cost_per_pixel": ("pixel_in", 1),
    "ocr_cost_per_page": ("page", 1), "annotation_cost_per_page": ("page_annotated", 1),
    "input_cost_per_text_message": ("text_message_in", 1),
    "google_maps_grounding_cost_per_query": ("maps_search", 1),
    "code_interpreter_cost_per_session": ("code_session", 1),
    "file_search_cost_per_1k_calls": ("file_search", 1_000),
  ]
}
