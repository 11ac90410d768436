import CivilTime
import JSON
import Pricing

// How reports are kept with their record: a JSON array of objects, the best report first. The user and the time are
// the record's.
extension CallReports {
  /// Returns the text of stored reports; nil without any.
  static func text(of reports: [CallFacts]) -> String? {
    reports.isEmpty ? nil : JSONWriter.string(.array(reports.map { .object(object($0)) }))
  }

  /// Reads the reports of a record, none where its own columns hold all there is; nil for a text that holds no reports.
  static func parsed(_ text: String?, of record: CallFacts) -> [CallFacts]? {
    guard let text else { return [] }
    do {
      guard let objects = try JSONParser.parse(Array(text.utf8)).array, objects.count > 1 else { return nil }
      let reports = objects.compactMap { $0.object.flatMap { facts($0, of: record) } }
      return reports.count == objects.count ? reports : nil
    } catch {
      return nil
    }
  }

  private static let texts: [(name: String, path: any WritableKeyPath<CallFacts, String> & Sendable)] = [
    ("model", \.model), ("source", \.source), ("provider", \.provider), ("session", \.sessionID),
    ("project", \.projectID), ("agent", \.agent), ("mode", \.mode), ("operation", \.operation),
    ("machine", \.machine), ("tier", \.serviceTier), ("region", \.region),
  ]

  private static func object(_ report: CallFacts) -> JSONObject {
    var object = JSONObject()
    for (name, path) in texts where !report[keyPath: path].isEmpty {
      object.append(name, .string(report[keyPath: path]))
    }
    object.append("status", .number(JSONNumber(report.status.rawValue)))
    object.append(
      "usage", .object(members(report.usage.entries.map { ($0.meter.name, .number(JSONNumber($0.quantity))) })))
    if !report.options.isEmpty {
      let options = report.options.sorted { ExactText.precedes($0.key, $1.key) }
      object.append("options", .object(members(options.map { ($0.key, .string($0.value)) })))
    }
    // A cost fits 64 bits, because one above a million dollars is refused.
    if let cost = report.reportedCost { object.append("cost", .number(JSONNumber(Int64(cost.picodollars)))) }
    if let duration = report.durationMilliseconds { object.append("duration", .number(JSONNumber(duration))) }
    if let message = report.messageID { object.append("message", .string(message)) }
    if !report.toolCalls.isEmpty { object.append("tools", .array(report.toolCalls.map(JSONValue.string))) }
    if let metadata = report.metadata { object.append("metadata", .string(metadata)) }
    return object
  }

  private static func members(_ members: [(String, JSONValue)]) -> JSONObject {
    var object = JSONObject()
    for (name, value) in members { object.append(name, value) }
    return object
  }

  /// The report that an object holds; nil where it, or a part of it, is no such thing.
  private static func facts(_ object: JSONObject, of record: CallFacts) -> CallFacts? {
    guard let model = object["model"]?.string, let source = object["source"]?.string,
      let status = object["status"]?.number?.int64.flatMap(RecordStatus.init), let usage = usage(object["usage"])
    else { return nil }
    var facts = CallFacts(
      userID: record.userID, source: source, model: model, usage: usage, timestamp: record.timestamp)
    facts.status = status
    for (name, path) in texts { facts[keyPath: path] = object[name]?.string ?? "" }
    for (name, value) in object["options"]?.object ?? JSONObject() { facts.options[name] = value.string }
    facts.reportedCost = object["cost"]?.number?.int64.map { Money(picodollars: Int128($0)) }
    facts.durationMilliseconds = object["duration"]?.number?.int64
    facts.messageID = object["message"]?.string
    facts.toolCalls = (object["tools"]?.array ?? []).compactMap(\.string)
    facts.metadata = object["metadata"]?.string
    // A member of another kind, or one that this program does not write, would be lost with the next report.
    return self.object(facts) == object ? facts : nil
  }

  private static func usage(_ value: JSONValue?) -> Usage? {
    guard let members = value?.object else { return nil }
    var usage = Usage()
    for (name, value) in members {
      guard let meter = Meter(name: name), let quantity = value.number?.int64 else { return nil }
      usage[meter] = quantity
    }
    return usage
  }
}
