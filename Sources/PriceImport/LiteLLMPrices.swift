import JSON

/// The price fields of one entry of LiteLLM's file as a period of the catalog.
struct LiteLLMPrices {
  private var sheet = SheetBuilder()
  private let mode: String
  private let provider: String
  /// Price fields that the format cannot say.
  private(set) var unsaid: [String] = []

  /// The period; an empty one when no price is known.
  var period: JSONValue { sheet.period() }

  /// Why there is no price although the source has one.
  var obstacle: String? {
    unsaid.isEmpty
      ? nil : "its price is of a kind that the format cannot say: " + unsaid.joined(separator: ", ")
  }

  /// Reads the fields of an entry.
  init(_ entry: JSONObject, provider: String) {
    mode = entry["mode"]?.string ?? ""
    self.provider = provider
    // Prices by token come first: whether there are any decides what a price per image means.
    for (key, value) in entry
    where key.hasSuffix("_token") || key.contains("_token_cost") || key.contains("_token_") {
      if let field = LiteLLMField(key, provider: provider) { addTokens(field, value) }
    }
    addHalvesOfBatches(entry)
    for (key, value) in entry { addOther(key, value, entry) }
    addRanges(entry["tiered_pricing"])
    addOffPeak(entry["off_peak_pricing"])
    addSearch(entry["search_context_cost_per_query"])
    addFactors(entry)
  }

  /// Adds what the model costs in a region, which the file lists as a model of its own.
  mutating func add(_ regional: LiteLLMPrices, region: String) { sheet.add(regional.sheet, region: region) }

  private mutating func addTokens(_ field: LiteLLMField, _ value: JSONValue) {
    guard let meter = LiteLLMField.tokenMeters[field.base], let price = ExactPrice(value) else { return }
    sheet.add(tokens: meter, price.perMillion, when: field.condition)
  }

  /// A model with a batch price for one direction has half the standard price for the other, as LiteLLM computes it.
  private mutating func addHalvesOfBatches(_ entry: JSONObject) {
    let directions = [("input_cost_per_token", "input"), ("output_cost_per_token", "output")]
    guard directions.contains(where: { entry[$0.0 + "_batches"] != nil }) else { return }
    var condition = SheetBuilder.Condition()
    condition.services = ["batch"]
    for (key, meter) in directions where entry[key + "_batches"] == nil {
      guard let half = ExactPrice(entry[key])?.half, !half.isZero else { continue }
      sheet.add(tokens: meter, half.perMillion, when: condition)
    }
  }

  private mutating func addOther(_ key: String, _ value: JSONValue, _ entry: JSONObject) {
    guard key.contains("cost"), key != "search_context_cost_per_query", let price = ExactPrice(value) else {
      return
    }
    guard let field = LiteLLMField(key, provider: provider) else { return note(key, price) }
    if LiteLLMField.tokenMeters[field.base] != nil { return }
    if field.base == "input_cost_per_token_cache_hit" {
      if entry["cache_read_input_token_cost"] == nil { sheet.add(tokens: "cache_read", price.perMillion) }
    } else if let (unit, per) = LiteLLMField.units[field.base] {
      sheet.add(unit: unit, price.text, per: per, when: field.condition)
    } else if field.base == "explicit_cache_read_input_token_cost" {
      sheet.add(tokens: "cache_read", price.perMillion, when: option("cache_type", "explicit"))
    } else {
      addByMode(field, price, key, entry)
    }
  }

  /// Fields whose meaning depends on what the model is for.
  private mutating func addByMode(
    _ field: LiteLLMField, _ price: ExactPrice, _ key: String, _ entry: JSONObject
  ) {
    switch (field.base, mode) {
    case ("input_cost_per_second", "chat"), ("cost_per_second", _): note(key, price)  // An hourly commitment.
    case ("input_cost_per_second", "video_generation"):
      sheet.add(unit: "video_second_in", price.text, when: field.condition)
    case ("input_cost_per_second", _): sheet.add(unit: "audio_second_in", price.text, when: field.condition)
    case ("output_cost_per_second", "audio_transcription"):
      // The same price again, or nothing: what is heard is billed once.
      if entry["input_cost_per_second"] == nil { sheet.add(unit: "audio_second_in", price.text) }
    case ("output_cost_per_second", "video_generation"):
      sheet.add(unit: "video_second_out", price.text, when: field.condition)
    case ("output_cost_per_second", _): sheet.add(unit: "audio_second_out", price.text, when: field.condition)
    case ("output_cost_per_image", _), ("input_cost_per_image", "image_generation"),
      ("input_cost_per_image", "image_edit"):
      addImage(field, price, entry)
    case ("input_cost_per_image", _):
      // With a price for tokens it restates these for an image of a usual size.
      if !sheet.billsTokens { sheet.add(unit: "image_in", price.text, when: field.condition) }
    default:
      if let resolution = field.resolution {
        sheet.add(unit: "video_second_out", price.text, when: option("resolution", resolution))
      } else if let size = field.imageSize {
        sheet.add(unit: "image", price.text, when: option("size", size))
      } else {
        note(key, price)
      }
    }
  }

  private mutating func addImage(_ field: LiteLLMField, _ price: ExactPrice, _ entry: JSONObject) {
    if field.base == "input_cost_per_image", entry["output_cost_per_image"] != nil { return }
    if sheet.billsTokens {
      sheet.estimates.append(["unit": "image", "usd": .string(price.text)])
    } else {
      sheet.add(unit: "image", price.text, when: field.condition)
    }
  }

  private func option(_ name: String, _ value: String) -> SheetBuilder.Condition {
    var condition = SheetBuilder.Condition()
    condition.option = [name, value]
    return condition
  }

  /// Prices by ranges of the prompt's length.
  private mutating func addRanges(_ value: JSONValue?) {
    for range in (value?.array ?? []).compactMap(\.object) {
      var condition = SheetBuilder.Condition()
      if let start = range["range"]?.array?.first?.number?.int64, start > 0 { condition.inputOver = start }
      addAll(range, when: condition)
    }
  }

  /// Prices at some times of the week.
  private mutating func addOffPeak(_ value: JSONValue?) {
    guard let prices = value?.object else { return }
    var condition = SheetBuilder.Condition()
    condition.schedule = .array(
      (prices["windows"]?.array ?? []).compactMap(\.object).map { window in
        var entry = JSONObject()
        let hours = window["hours_utc"] ?? []
        entry["hours_utc"] = hours.array == nil ? [hours] : hours
        if let days = window["weekdays"] { entry["weekdays"] = days }
        return .object(entry)
      })
    addAll(prices, when: condition)
  }

  private mutating func addAll(_ prices: JSONObject, when condition: SheetBuilder.Condition) {
    for (key, value) in prices {
      guard let price = ExactPrice(value), key.contains("cost") else { continue }
      if let meter = LiteLLMField.tokenMeters[key] {
        sheet.add(tokens: meter, price.perMillion, when: condition)
      } else {
        note(key, price)
      }
    }
  }

  /// Web searches by how much context they bring; the medium one where nothing is said.
  private mutating func addSearch(_ value: JSONValue?) {
    let sizes = ["medium", "low", "high"]
    let prices = sizes.map { ExactPrice(value?.object?["search_context_size_" + $0]) }
    guard let usual = prices.compactMap(\.self).first else { return }
    sheet.add(unit: "web_search", usual.text)
    for (size, price) in zip(sizes, prices) where price != nil && price != usual {
      if let price { sheet.add(unit: "web_search", price.text, when: option("search_context", size)) }
    }
  }

  /// Factors for regions.
  private mutating func addFactors(_ entry: JSONObject) {
    for region in ["eu", "us"] {
      addFactor(entry["regional_processing_uplift_multiplier_" + region], region: region)
    }
    addFactor(entry["regional_endpoint_uplift_multiplier"], region: "non-global")
    let extra = entry["provider_specific_entry"]?.object
    addFactor(extra?["us"], region: "us")
    if let factor = ExactPrice(extra?["fast"]) {
      sheet.multipliers.append(["when": ["service": "fast"], "factor": .string(factor.text)])
    }
  }

  private mutating func addFactor(_ value: JSONValue?, region: String) {
    guard let factor = ExactPrice(value) else { return }
    sheet.multipliers.append(["when": ["region": .string(region)], "factor": .string(factor.text)])
  }

  private mutating func note(_ key: String, _ price: ExactPrice) {
    // Units of one provider's own money come with the dollars.
    if !price.isZero, !key.contains("dbu_cost"), !unsaid.contains(key) { unsaid.append(key) }
  }
}
