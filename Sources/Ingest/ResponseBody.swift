import JSON

/// A provider's answer taken apart: the usage in it, and the object that names model, id and tier.
struct ResponseBody {
  /// The object around the usage; the usage itself when that came alone.
  let body: UsageReader
  /// The usage.
  let usage: UsageReader
  /// The form of the usage.
  let shape: UsageShape
  /// The `type` of the outermost object: that of a stream's event.
  let eventType: String?

  /// Finds the usage in a bare usage object, a response, or a stream's event that holds either.
  init(_ root: JSONObject) throws(IngestError) {
    let body = Self.unwrapped(UsageReader(object: root, path: .root))
    let usage = try Self.usage(in: body)
    guard let shape = UsageShape(of: usage.object) else { throw .unknownShape(keys: usage.object.keys) }
    self.body = body
    self.usage = usage
    self.shape = shape
    eventType = root["type"]?.string
  }

  private static let usageKeys = ["usage", "usageMetadata"]
  /// Members under which events and logs carry a response: Responses and realtime; Anthropic's message_start.
  private static let wrapperKeys = ["response", "message"]
  /// Members of last events that carry the usage itself: Bedrock's and Cohere's.
  private static let endKeys = ["metadata", "delta"]

  private static func unwrapped(_ root: UsageReader) -> UsageReader {
    if hasUsage(root.object) { return root }
    for key in wrapperKeys + endKeys {
      guard let inner = root.object[key]?.object, wrapperKeys.contains(key) || hasUsage(inner) else { continue }
      return UsageReader(object: inner, path: root.path.appending(key))
    }
    return root
  }

  private static func hasUsage(_ object: JSONObject) -> Bool {
    usageKeys.contains { object[$0] != nil } || isCohereMeta(object)
  }

  /// Whether the usage is in the member that Cohere's first interface calls `meta`.
  private static func isCohereMeta(_ object: JSONObject) -> Bool { object["meta"]?.object?["billed_units"] != nil }

  private static func usage(in body: UsageReader) throws(IngestError) -> UsageReader {
    if isCohereMeta(body.object), let meta = try body.reader("meta") { return meta }
    for key in usageKeys {
      if let usage = try body.reader(key) { return usage }
    }
    for key in usageKeys where body.has(key) { throw .usageIsNull(path: body.path.appending(key)) }
    return body
  }
}
