import JSON

/// Gathers the prices of one period by their conditions and writes them in the order that the format wants.
struct SheetBuilder {
  /// When a price holds; everything that is stated must.
  struct Condition: Hashable {
    /// Service tiers, any of which fits; empty for every one.
    var services: [String] = []
    /// More prompt tokens than this.
    var inputOver: Int64?
    /// The region that the call is processed in.
    var region: String?
    /// An option and its value.
    var option: [String] = []
    /// Times of the day.
    var schedule: JSONValue?

    /// Long-context tiers, time of day, options, service tiers, service tiers with long context.
    fileprivate var rank: Int {
      if !services.isEmpty { return inputOver == nil ? 3 : 4 }
      if !option.isEmpty || region != nil { return 2 }
      return schedule == nil ? 0 : 1
    }
  }

  fileprivate struct Sheet {
    let condition: Condition
    var tokens = JSONObject()
    var units = JSONObject()
  }

  private var sheets: [Sheet] = []
  /// Factors on the token cost.
  var multipliers: [JSONValue] = []
  /// Rules of thumb for calls without token counts.
  var estimates: [JSONValue] = []

  /// Whether there is no price.
  var isEmpty: Bool { sheets.isEmpty }

  /// Whether tokens have a price above nothing before any condition.
  private(set) var billsTokens = false

  /// Whether a unit has a price above nothing before any condition.
  private var billsUnits: Bool {
    sheets.first { $0.condition == Condition() }?.units.contains { _, price in price.object?["usd"] != "0" } ?? false
  }

  /// Notes dollars per million tokens.
  mutating func add(tokens meter: String, _ usd: String, when condition: Condition = Condition()) {
    if condition == Condition(), usd != "0" { billsTokens = true }
    sheets[place(of: condition)].tokens[meter] = .string(usd)
  }

  /// Notes dollars for so many of a unit.
  mutating func add(
    unit: String, _ usd: String, per: Int64 = 1, minimum: Int64 = 0, when condition: Condition = Condition()
  ) {
    var price: JSONObject = ["usd": .string(usd)]
    if per != 1 { price["per"] = .number(JSONNumber(per)) }
    if minimum > 0 { price["minimum"] = .number(JSONNumber(minimum)) }
    sheets[place(of: condition)].units[unit] = .object(price)
  }

  private mutating func place(of condition: Condition) -> Int {
    if let place = sheets.firstIndex(where: { $0.condition == condition }) { return place }
    sheets.append(Sheet(condition: condition))
    return sheets.count - 1
  }

  /// Adds the prices of another builder as those of a region, where they differ from these.
  mutating func add(_ regional: SheetBuilder, region: String) {
    let everywhere = sheets.filter { $0.condition.region == nil }
    guard regional.sheets.map(\.contents) != everywhere.map(\.contents) else { return }
    for sheet in regional.sheets where sheet.condition.schedule == nil && sheet.condition.option.isEmpty {
      var condition = sheet.condition
      condition.region = region
      sheets.append(Sheet(condition: condition, tokens: sheet.tokens, units: sheet.units))
    }
  }

  /// The period; without prices it says that none is known.
  func period(from: String? = nil, until: String? = nil) -> JSONValue {
    var sheets = sheets
    // With the price of a unit, nothing for every token means that the unit is billed, not that tokens are free.
    if !billsTokens, billsUnits { for index in sheets.indices { sheets[index].dropFreeTokens() } }
    sheets.removeAll { $0.tokens.isEmpty && $0.units.isEmpty }
    var period = JSONObject()
    if let from { period["effective_from"] = .string(from) }
    if let until { period["effective_until"] = .string(until) }
    if let base = sheets.first(where: { $0.condition == Condition() }) { base.write(to: &period) }
    let overrides = sheets.enumerated().filter { $0.element.condition != Condition() }
      .sorted { left, right in order(left) < order(right) }
    if !overrides.isEmpty {
      period["overrides"] = .array(
        overrides.map { override in
          var object: JSONObject = ["when": .object(override.element.condition.json)]
          override.element.write(to: &object)
          return .object(object)
        })
    }
    if !multipliers.isEmpty { period["multipliers"] = .array(multipliers) }
    if !estimates.isEmpty { period["estimates"] = .array(estimates) }
    return .object(period)
  }

  private func order(_ sheet: EnumeratedSequence<[Sheet]>.Element) -> (Int, Int64, Int) {
    (sheet.element.condition.rank, sheet.element.condition.inputOver ?? 0, sheet.offset)
  }
}

extension SheetBuilder.Sheet {
  /// All that a sheet says.
  fileprivate var contents: JSONValue {
    [.object(condition.json), .object(tokens), .object(units)]
  }

  /// Leaves out the tokens that cost nothing.
  fileprivate mutating func dropFreeTokens() {
    for (meter, usd) in tokens where usd == "0" { tokens[meter] = nil }
  }

  fileprivate func write(to object: inout JSONObject) {
    if !tokens.isEmpty { object["tokens"] = .object(tokens) }
    if !units.isEmpty { object["units"] = .object(units) }
  }
}

extension SheetBuilder.Condition {
  /// The condition in the catalog's format.
  var json: JSONObject {
    var when = JSONObject()
    if services.count == 1 { when["service"] = .string(services[0]) }
    if services.count > 1 { when["service"] = .array(services.map(JSONValue.string)) }
    if let region { when["region"] = .string(region) }
    if let inputOver { when["input_over"] = .number(JSONNumber(inputOver)) }
    if option.count == 2 { when["options"] = .object([option[0]: .string(option[1])]) }
    if let schedule { when["schedule"] = schedule }
    return when
  }
}
