extension PriceCondition {
  /// The condition in words: `batch`, `input_over:272000`, `region:eu`, `quality:hd`, `schedule`, several
  /// joined by commas, alternatives by a slash.
  var label: String {
    var parts: [String] = []
    if !services.isEmpty { parts.append(services.joined(separator: "/")) }
    if let inputOver { parts.append("input_over:\(inputOver)") }
    if !regions.isEmpty { parts.append("region:" + regions.joined(separator: "/")) }
    for option in options { parts.append(option.name + ":" + option.values.joined(separator: "/")) }
    if !schedule.isEmpty { parts.append("schedule") }
    return parts.joined(separator: ",")
  }
}
