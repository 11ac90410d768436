import JSON
import MCP
import Service

/// Everything that can be read by URI.
struct ResourceCatalog {
  private let service: LedgerService
  private let usage: UsageResources
  private let pricing: PricingResources

  init(_ service: LedgerService) {
    self.service = service
    usage = UsageResources(service: service)
    pricing = PricingResources(service: service)
  }

  /// What can be read as it is.
  static let resources = [
    Resource(
      uri: "pricing://table", name: "pricing-table", title: "Price table",
      description: "Today's prices of active models, in US dollars per million tokens"),
    Resource(
      uri: "usage://summary", name: "usage-summary", title: "Usage this month",
      description: "Requests, tokens and cost of this month, by model, agent and user"),
    Resource(
      uri: "usage://limits", name: "usage-limits", title: "Limits",
      description: "How much of each configured limit is used, and whether another call may go ahead"),
  ]

  /// Families of what can be read.
  static let templates = [
    ResourceTemplate(
      uriTemplate: "pricing://table/{provider}", name: "pricing-provider", title: "Prices of a provider",
      description: "Every model of one provider with today's prices"),
    ResourceTemplate(
      uriTemplate: "pricing://model/{model}", name: "pricing-model", title: "Prices of a model",
      description: "Everything known about a model, with the history of its prices"),
    ResourceTemplate(
      uriTemplate: "usage://summary/{period}", name: "usage-period", title: "Usage of a period",
      description: "The summary of \(PeriodName.list)"),
    ResourceTemplate(
      uriTemplate: "usage://user/{user_id}{?days}", name: "usage-user", title: "Usage of a user",
      description: "A user's totals by model over the last days (30 unless said)"),
    ResourceTemplate(
      uriTemplate: "usage://session/{session_id}", name: "usage-session", title: "Usage of a session",
      description: "A session's totals by model"),
    ResourceTemplate(
      uriTemplate: "usage://by-model{?days}", name: "usage-by-model", title: "Usage by model",
      description: "Totals by model over the last days (30 unless said)"),
    ResourceTemplate(
      uriTemplate: "usage://records{?days,limit}", name: "usage-records", title: "Newest records",
      description:
        "The newest records of the last days (30 unless said), at most `limit` (20 unless said), each in full"),
  ]

  /// Returns what `uri` names, or nil when it names nothing.
  func read(_ uri: String) throws -> ResourceContents? {
    guard let content = try content(uri) else { return nil }
    return ResourceContents(
      uri: uri, text: JSONWriter.string(.object(content)),
      freshness: uri.hasPrefix("pricing:") ? .fixed : .volatile)
  }

  private func content(_ uri: String) throws -> JSONObject? {
    switch uri {
    case "pricing://table": return try pricing.table()
    case "usage://summary": return try usage.summary("this_month")
    case "usage://limits": return try usage.limits()
    default: break
    }
    for template in Self.templates {
      guard let values = URITemplate(template.uriTemplate).match(uri) else { continue }
      return try content(template.name, values)
    }
    return nil
  }

  private func content(_ name: String, _ values: [String: String]) throws -> JSONObject? {
    let text = { (variable: String) in values[variable] ?? "" }
    switch name {
    case "pricing-provider": return try pricing.table(ofProvider: text("provider"))
    case "pricing-model": return try pricing.model(text("model"))
    case "usage-period":
      guard PeriodName(rawValue: text("period")) != nil else { return nil }
      return try usage.summary(text("period"))
    case "usage-user": return try usage.user(text("user_id"), days: try days(values))
    case "usage-session": return try usage.session(text("session_id"))
    case "usage-by-model": return try usage.byModel(days: try days(values))
    case "usage-records":
      return try usage.records(days: try days(values), limit: try number("limit", values, default: 20, in: 1...1000))
    default: preconditionFailure("a template without contents: \(name)")
    }
  }

  private func days(_ values: [String: String]) throws -> Int {
    try number("days", values, default: 30, in: 1...3650)
  }

  private func number(
    _ name: String, _ values: [String: String], default standard: Int, in range: ClosedRange<Int>
  ) throws -> Int {
    guard let text = values[name] else { return standard }
    guard let number = Int(text), range.contains(number) else {
      throw ResourceError.noNumber(variable: name, found: text, accepted: range)
    }
    return number
  }
}

/// What is wrong with the URI of a resource.
enum ResourceError: Error, Hashable {
  /// A variable is no number of those that are accepted.
  case noNumber(variable: String, found: String, accepted: ClosedRange<Int>)
}
