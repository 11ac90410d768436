/// The conditions that decided the price of one call, gathered over all overrides and factors that held.
struct AppliedConditions {
  private var service: String?
  private var inputOver: Int64?
  private var region: String?
  private var options: [String] = []
  private var hasSchedule = false

  /// Notes that `condition` held under `conditions`.
  mutating func note(_ condition: PriceCondition, under conditions: PricingConditions) {
    if !condition.services.isEmpty { service = conditions.serviceTier }
    if let threshold = condition.inputOver { inputOver = max(threshold, inputOver ?? 0) }
    if !condition.regions.isEmpty { region = conditions.region }
    for option in condition.options {
      let text = option.name + ":" + (conditions.options[option.name] ?? "")
      if !options.contains(text) { options.append(text) }
    }
    if !condition.schedule.isEmpty { hasSchedule = true }
  }

  /// What held, with the values of the call: `batch,input_over:272000,region:eu`; nil when nothing did.
  var label: String? {
    // The usual answers without building a text.
    if inputOver == nil, region == nil, options.isEmpty, !hasSchedule { return service }
    var parts: [String] = []
    if let service { parts.append(service) }
    if let inputOver { parts.append("input_over:\(inputOver)") }
    if let region { parts.append("region:" + region) }
    parts += options
    if hasSchedule { parts.append("schedule") }
    return parts.joined(separator: ",")
  }
}
