import CivilTime
import JSON

extension CatalogDecoder {
  /// Returns the prices of one stretch of time.
  func period(_ value: JSONValue) throws(PricingError) -> PricePeriod {
    let object = try required(value.object, "prices")
    var overrides: [PriceOverride] = []
    for value in try array(object["overrides"], "overrides") {
      let object = try required(value.object, "overrides")
      overrides.append(
        PriceOverride(condition: try condition(object["when"]), sheet: try sheet(object)))
    }
    var multipliers: [PriceMultiplier] = []
    for value in try array(object["multipliers"], "multipliers") {
      let object = try required(value.object, "multipliers")
      multipliers.append(
        PriceMultiplier(
          condition: try condition(object["when"]), factor: try decimal(object["factor"], "factor")))
    }
    var estimates: [PriceEstimate] = []
    for value in try array(object["estimates"], "estimates") { estimates.append(try estimate(value)) }
    let from = object["effective_from"]?.string
    let until = object["effective_until"]?.string
    let conditions = overrides.map(\.condition) + multipliers.map(\.condition)
    return PricePeriod(
      effectiveFrom: from, effectiveUntil: until, start: try instant(from, "effective_from") ?? .min,
      end: try instant(until, "effective_until") ?? .max, base: try sheet(object), overrides: overrides,
      multipliers: multipliers, estimates: estimates,
      isPlainWithoutTier: conditions.allSatisfy { !$0.services.isEmpty })
  }

  private func sheet(_ object: JSONObject) throws(PricingError) -> PriceSheet {
    var entries: [PriceSheet.Line] = []
    if let tokens = object["tokens"] {
      for (name, value) in try required(tokens.object, "tokens") {
        entries.append(try tokenPrice(name, value))
      }
    }
    if let units = object["units"] {
      for (name, value) in try required(units.object, "units") {
        entries.append(try unitPrice(name, try required(value.object, "units")))
      }
    }
    return PriceSheet(entries)
  }

  private func tokenPrice(_ name: String, _ value: JSONValue) throws(PricingError) -> PriceSheet.Line {
    let usd = try decimal(value, name)
    guard let meter = Meter(name: name), meter.isToken, let rate = Rate(usd: usd, steps: 1_000_000)
    else { throw malformed(name) }
    return PriceSheet.Line(meter: meter, price: .perMillion(Self.text(usd, value)), rate: rate, minimum: 0)
  }

  private func unitPrice(_ name: String, _ object: JSONObject) throws(PricingError) -> PriceSheet.Line {
    let per = try integer(object["per"], "per") ?? 1
    let minimum = try integer(object["minimum"], "minimum") ?? 0
    let usd = try decimal(object["usd"], name)
    guard let meter = Meter(name: name), !meter.isToken,
      (1...1_000_000_000).contains(per), (0...1_000_000_000).contains(minimum),
      let rate = Rate(usd: usd, steps: per * meter.scale)
    else { throw malformed(name) }
    return PriceSheet.Line(
      meter: meter, price: .each(usd: Self.text(usd, object["usd"]), per: per), rate: rate,
      minimum: minimum * meter.scale)
  }

  private func estimate(_ value: JSONValue) throws(PricingError) -> PriceEstimate {
    let object = try required(value.object, "estimates")
    var options: [String: String] = [:]
    for (name, value) in object["options"]?.object ?? JSONObject() {
      options[name] = try required(value.string, "options")
    }
    let unit = try required(object["unit"]?.string, "unit")
    return PriceEstimate(options: options, entry: try unitPrice(unit, object))
  }

  private func decimal(_ value: JSONValue?, _ member: String) throws(PricingError) -> Decimal {
    try required(value.flatMap(Decimal.init(json:)), member)
  }

  /// The decimal in its one spelling, which that of the catalog's own files is already.
  private static func text(_ decimal: Decimal, _ value: JSONValue?) -> String {
    guard let text = value?.string, text.utf8.last != UInt8(ascii: "0") else { return decimal.text }
    return text
  }
}

// Conditions and times.
extension CatalogDecoder {
  private func condition(_ value: JSONValue?) throws(PricingError) -> PriceCondition {
    var condition = PriceCondition()
    for (key, value) in try required(value?.object, "when") {
      switch key {
      case "service": condition.services = try alternatives(value)
      case "input_over": condition.inputOver = try integer(value, key)
      case "region": condition.regions = try alternatives(value)
      case "options":
        for (name, value) in try required(value.object, key) {
          condition.options.append(PriceCondition.Option(name: name, values: try alternatives(value)))
        }
      case "schedule": condition.schedule = try schedule(value)
      default: throw malformed("when")
      }
    }
    return condition
  }

  private func alternatives(_ value: JSONValue) throws(PricingError) -> [String] {
    if let text = value.string { return [text] }
    return try strings(value, "when")
  }

  private func schedule(_ value: JSONValue) throws(PricingError) -> [PriceCondition.Hours] {
    var schedule: [PriceCondition.Hours] = []
    for value in try array(value, "schedule") {
      let object = try required(value.object, "schedule")
      var weekdays: [Int] = []
      for day in try array(object["weekdays"], "weekdays") {
        weekdays.append(Int(try required(day.number?.int64, "weekdays")))
      }
      for window in try strings(object["hours_utc"], "hours_utc") {
        let times = window.split(separator: "-")
        guard times.count == 2, let start = Self.minutes(times[0]), let end = Self.minutes(times[1])
        else { throw malformed("hours_utc") }
        schedule.append(PriceCondition.Hours(weekdays: weekdays, start: start, end: end))
      }
    }
    return schedule
  }

  /// Milliseconds since the epoch of `YYYY-MM-DD`, midnight UTC, or of `YYYY-MM-DDTHH:MM[:SS]Z`.
  private func instant(_ text: String?, _ member: String) throws(PricingError) -> Int64? {
    guard let text else { return nil }
    let parts = text.split(separator: "T", maxSplits: 1)
    guard let date = parts.first.flatMap({ CivilDate(String($0)) }) else { throw malformed(member) }
    let midnight = Int64(date.daysSinceEpoch) * Instant.millisecondsPerDay
    guard parts.count == 2 else { return midnight }
    guard parts[1].hasSuffix("Z"), let minutes = Self.minutes(parts[1].prefix(5)) else {
      throw malformed(member)
    }
    let seconds = parts[1].dropFirst(5).dropLast()
    guard seconds.isEmpty || (seconds.first == ":" && seconds.count == 3),
      let second = seconds.isEmpty ? 0 : Int64(seconds.dropFirst())
    else { throw malformed(member) }
    return midnight + (Int64(minutes) * 60 + second) * 1000
  }

  /// Minutes since midnight of `HH:MM`.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":")
    guard text.utf8.count == 5, parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...24).contains(hour), (0...59).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }
}
