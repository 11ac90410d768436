import JSON

/// Writes what is sent, each frame once: handlers give the newest shape, and what older revisions do not
/// know is left out here.
struct FrameWriter {
  /// How many bytes a frame may have; the official TypeScript client breaks the connection above that.
  static let longestFrame = 10_000_000
  /// How many bytes the answers to messages of an array may have together before the rest is refused.
  static let longestArray = longestFrame / 2
  // As long as clients may keep what only a new version of the program changes: an hour.
  private static let fixedMilliseconds = 3_600_000

  /// `"io.modelcontextprotocol/serverInfo":{…}`
  private let serverInfoMember: [UInt8]

  /// Creates a writer for a server's answers.
  init(_ info: ServerInfo) {
    var writer = JSONWriter()
    writer.write(string: MetaKey.serverInfo)
    writer.raw(":")
    writer.write(info.implementation)
    serverInfoMember = writer.bytes
  }

  /// Returns the result of a request.
  ///
  /// - Parameters:
  ///   - freshness: How long it may be kept; nil for what cannot be.
  ///   - members: Writes the members of the result, at least one for a request of 2026-07-28.
  func result(
    of request: Request, capacity: Int = 256, freshness: Freshness? = nil,
    members: (inout JSONWriter) -> Void
  ) -> [UInt8] {
    var writer = JSONWriter(capacity: capacity + serverInfoMember.count + 256)
    begin(request.id, &writer)
    writer.raw(",\"result\":{")
    if request.era.isModern { writer.raw("\"resultType\":\"complete\",") }
    members(&writer)
    if request.era.isModern {
      if let freshness { write(freshness, &writer) }
      writer.raw(",\"_meta\":{")
      writer.raw(serverInfoMember)
      writer.raw("}")
    }
    writer.raw("}}")
    return writer.bytes
  }

  /// Returns the error that answers a request, or a message whose id could not be read.
  func error(_ refusal: Refusal, id: RequestID?) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    begin(id, &writer)
    writer.raw(",\"error\":{\"code\":")
    writer.raw(String(refusal.code.rawValue).utf8)
    writer.raw(",\"message\":")
    writer.write(string: refusal.message)
    if !refusal.data.isEmpty {
      writer.raw(",\"data\":")
      writer.write(refusal.data)
    }
    writer.raw("}}")
    return writer.bytes
  }

  /// Returns one array of the answers to an array of messages.
  func array(_ frames: [[UInt8]]) -> [UInt8] {
    [UInt8(ascii: "[")] + frames.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
  }

  /// Returns the notice that a subscription holds.
  ///
  /// - Parameter uris: What is honoured of it; nil when no resources were asked for.
  func acknowledgement(of id: RequestID, uris: [String]?) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.raw("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{")
    writeMeta(id, &writer)
    writer.raw(",\"notifications\":")
    let filter: JSONObject = uris.map { ["resourceSubscriptions": .array($0.map(JSONValue.string))] } ?? [:]
    writer.write(filter)
    writer.raw("}}")
    return writer.bytes
  }

  /// Returns the notice that a resource has changed.
  ///
  /// - Parameter id: The subscription that asked for it; nil for clients that have sent `initialize`.
  func updated(_ uri: String, for id: RequestID?) -> [UInt8] {
    var writer = JSONWriter(capacity: 192)
    writer.raw("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{")
    if let id {
      writeMeta(id, &writer)
      writer.raw(",")
    }
    writer.raw("\"uri\":")
    writer.write(string: uri)
    writer.raw("}}")
    return writer.bytes
  }

  /// Returns the notice of how far the work is that a request waits for.
  func progress(_ progress: BacklogProgress, of request: Request, _ token: RequestID) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    writer.raw("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":")
    writer.write(token)
    writer.raw(",\"progress\":")
    writer.write(progress.done)
    writer.raw(",\"total\":")
    writer.write(progress.total)
    if request.era != .legacy(.v2024_11_05) {
      writer.raw(",\"message\":")
      writer.write(string: progress.message)
    }
    writer.raw("}}")
    return writer.bytes
  }

  /// Returns the result that ends a subscription.
  func subscriptionEnd(_ id: RequestID) -> [UInt8] {
    var writer = JSONWriter(capacity: 256)
    begin(id, &writer)
    writer.raw(",\"result\":{\"resultType\":\"complete\",\"_meta\":{")
    writeSubscription(id, &writer)
    writer.raw(",")
    writer.raw(serverInfoMember)
    writer.raw("}}}")
    return writer.bytes
  }

  /// Returns what a caller is told in place of a frame above ``longestFrame``.
  static func tooLong(_ frame: [UInt8]) -> String {
    "The answer has \(frame.count) bytes, above the \(longestFrame) that clients accept. Ask for less at a time."
  }

  private func begin(_ id: RequestID?, _ writer: inout JSONWriter) {
    writer.raw("{\"jsonrpc\":\"2.0\"")
    guard let id else { return }
    writer.raw(",\"id\":")
    writer.write(id)
  }

  private func write(_ freshness: Freshness, _ writer: inout JSONWriter) {
    writer.raw(",\"ttlMs\":")
    switch freshness {
    case .fixed:
      writer.raw(String(Self.fixedMilliseconds).utf8)
      writer.raw(",\"cacheScope\":\"public\"")
    case .volatile: writer.raw("0,\"cacheScope\":\"private\"")
    }
  }

  private func writeMeta(_ id: RequestID, _ writer: inout JSONWriter) {
    writer.raw("\"_meta\":{")
    writeSubscription(id, &writer)
    writer.raw("}")
  }

  private func writeSubscription(_ id: RequestID, _ writer: inout JSONWriter) {
    writer.write(string: MetaKey.subscriptionID)
    writer.raw(":")
    writer.write(id)
  }
}

extension ServerInfo {
  /// The server's name and version as the protocol shows them.
  var implementation: JSONObject {
    ["name": .string(name), "title": .string(title), "version": .string(version)]
  }
}
