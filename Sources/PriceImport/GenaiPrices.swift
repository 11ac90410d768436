import JSON

/// The prices of one model of genai-prices as periods of the catalog.
struct GenaiPrices {
  /// The periods, oldest first; a single empty one when no price is known.
  private(set) var periods: [JSONValue] = []
  /// What the format cannot say.
  private(set) var unsaid: [String] = []

  /// A set of prices with the condition under which it holds.
  private struct Conditional {
    let prices: JSONObject
    var start: String?
    var hours: String?
    /// The request's context, for a variant.
    var when: [(String, String)] = []

    init(_ value: JSONObject) {
      prices = value["prices"]?.object ?? JSONObject()
      let constraint = value["constraint"]?.object
      start = constraint?["start_date"]?.string
      if let from = constraint?["start_time"]?.string, let until = constraint?["end_time"]?.string {
        hours = "\(from.prefix(5))-\(until.prefix(5))"
      }
      for (key, value) in value["when"]?.object ?? JSONObject() {
        if let text = value.string { when.append((key, text)) }
      }
    }
  }

  private let standard: [Conditional]
  private let variants: [Conditional]

  /// Reads a model's entry.
  init(_ entry: JSONObject) {
    if let list = entry["prices"]?.array {
      standard = list.compactMap(\.object).map(Conditional.init)
    } else {
      standard = [Conditional(["prices": entry["prices"] ?? .object(JSONObject())])]
    }
    variants = (entry["price_variants"]?.array ?? []).compactMap(\.object).map(Conditional.init)
    readPeriods()
  }

  /// Why there is no price although the source has one.
  var obstacle: String? {
    unsaid.isEmpty
      ? nil : "its price is of a kind that the format cannot say: " + unsaid.joined(separator: ", ")
  }

  /// Every day on which something begins parts two periods.
  private mutating func readPeriods() {
    let dates = Set((standard + variants).compactMap(\.start)).sorted()
    let starts: [String?] = [nil] + dates
    for (index, start) in starts.enumerated() {
      let until = index < dates.count ? dates[index] : nil
      periods.append(period(from: start, until: until))
    }
    // A day that changes nothing is no border.
    periods = periods.reduce(into: []) { merged, period in
      if let last = merged.last, last.pricesOnly == period.pricesOnly {
        merged[merged.count - 1] = last.ending(period.object?["effective_until"])
      } else {
        merged.append(period)
      }
    }
  }

  private mutating func period(from start: String?, until: String?) -> JSONValue {
    var sheet = SheetBuilder()
    let dated = standard.lastIndex { $0.hours == nil && Self.isActive($0.start, at: start) }
    if let base = dated.map({ standard[$0] }) ?? standard.first { add(base.prices, to: &sheet) }
    for daily in standard[((dated ?? -1) + 1)...] {
      guard let hours = daily.hours else { continue }
      var condition = SheetBuilder.Condition()
      condition.schedule = [["hours_utc": [.string(hours)]]]
      add(daily.prices, to: &sheet, when: condition)
    }
    // There the first variant wins, here the last.
    for variant in variants.reversed()
    where Self.isActive(variant.start, at: start) && !variant.prices.isEmpty {
      guard let condition = condition(of: variant) else { continue }
      add(variant.prices, to: &sheet, when: condition)
    }
    return sheet.period(from: start, until: until)
  }

  private static func isActive(_ date: String?, at start: String?) -> Bool {
    guard let date else { return true }
    return start.map { date <= $0 } ?? false
  }

  private mutating func condition(of variant: Conditional) -> SheetBuilder.Condition? {
    var condition = SheetBuilder.Condition()
    for (key, value) in variant.when {
      switch key {
      case "processing", "service_tier", "speed": condition.services.append(value)
      case "search_type", "search_context": condition.option = [key, value]
      default:
        note("prices for \(key) \(value)")
        return nil
      }
    }
    // Both would have to hold, which a list of tiers cannot say.
    guard condition.services.count < 2, variant.hours == nil else {
      note("prices for several conditions at once")
      return nil
    }
    return condition
  }

  private mutating func add(
    _ prices: JSONObject, to sheet: inout SheetBuilder, when condition: SheetBuilder.Condition = .init()
  ) {
    for (key, value) in prices where value != .null {
      if let base = ExactPrice(value) {
        add(key, base, to: &sheet, when: condition)
      } else if let tiers = value.object?["tiers"]?.array, let base = ExactPrice(value.object?["base"]) {
        add(key, base, to: &sheet, when: condition)
        for tier in tiers {
          guard let start = tier.object?["start"]?.number?.int64,
            let price = ExactPrice(tier.object?["price"])
          else {
            continue
          }
          var above = condition
          above.inputOver = start
          add(key, price, to: &sheet, when: above)
        }
      } else {
        note(key)
      }
    }
  }

  private mutating func add(
    _ key: String, _ price: ExactPrice, to sheet: inout SheetBuilder, when condition: SheetBuilder.Condition
  ) {
    if let meter = Self.tokenMeters[key] {
      sheet.add(tokens: meter, price.text, when: condition)
    } else if let (unit, per) = Self.units[key] {
      sheet.add(unit: unit, price.text, per: per, when: condition)
    } else {
      note(key)
    }
  }

  private mutating func note(_ text: String) { if !unsaid.contains(text) { unsaid.append(text) } }

  private static let tokenMeters = [
    "input_mtok": "input", "output_mtok": "output", "cache_read_mtok": "cache_read",
    "cache_write_mtok": "cache_write", "cache_write_5m_mtok": "cache_write",
    "cache_write_1h_mtok": "cache_write_1h",
    "input_audio_mtok": "input_audio", "output_audio_mtok": "output_audio",
    "cache_audio_read_mtok": "cache_read_audio", "cache_audio_write_mtok": "cache_write_audio",
    "input_image_mtok": "input_image", "output_image_mtok": "output_image",
    "cache_image_read_mtok": "cache_read_image", "input_video_mtok": "input_video",
    "output_video_mtok": "output_video", "output_reasoning_mtok": "output_reasoning",
    "output_citation_mtok": "citation",
  ]
  private static let units: [String: (String, Int64)] = [
    "requests_kcount": ("request", 1_000), "web_searches_kcount": ("web_search", 1_000),
    "social_searches_kcount": ("social_search", 1_000), "storage_searches_kcount": ("file_search", 1_000),
    "code_executions_kcount": ("code_execution", 1_000), "rerank_searches_kcount": ("query", 1_000),
    "input_mchars": ("character_in", 1_000_000), "input_text_messages_kcount": ("text_message_in", 1_000),
    "audio_hours": ("audio_second_in", 3_600), "input_audio_hours": ("audio_second_in", 3_600),
    "output_audio_hours": ("audio_second_out", 3_600), "input_gpixels": ("pixel_in", 1_000_000_000),
    "input_document_kpages": ("page", 1_000), "input_annotated_document_kpages": ("page_annotated", 1_000),
  ]
}

extension JSONValue {
  /// The period without its time.
  fileprivate var pricesOnly: JSONValue {
    guard var object else { return self }
    object["effective_from"] = nil
    object["effective_until"] = nil
    return .object(object)
  }

  /// The period with another end.
  fileprivate func ending(_ date: JSONValue?) -> JSONValue {
    guard var object else { return self }
    object["effective_until"] = date
    return .object(object)
  }
}
