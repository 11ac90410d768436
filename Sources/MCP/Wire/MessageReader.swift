import JSON

/// Reads lines as messages, and decides for each by which revision it is answered.
///
/// The era is never locked: hosts send `initialize` after `server/discover` on one pipe, and requests of both
/// kinds after that.
struct MessageReader: Sendable {
  /// How many bytes of memory the values of a message may take, besides those of its texts.
  private static let mostMemory = 8 << 20
  /// How many messages an array may have.
  private static let longestArray = 1_000

  /// The revision that the last `initialize` has chosen.
  private(set) var negotiated: ProtocolVersion?

  /// Returns what a line is.
  mutating func read(_ line: Line) -> Arrival {
    guard case .text(let bytes) = line else {
      return .refused(.invalidRequest("The line is longer than 16 MiB."), nil)
    }
    do {
      return read(try JSONParser.parse(bytes, memory: Self.mostMemory))
    } catch {
      if error.reason == .tooLarge {
        return .refused(.invalidRequest("The message has too many values; send less at a time."), nil)
      }
      return .refused(Refusal(code: .parseError, message: "Not JSON at byte \(error.offset)."), nil)
    }
  }

  private mutating func read(_ value: JSONValue) -> Arrival {
    switch value {
    case .object(let object): return read(object, isInBatch: false)
    case .array(let elements):
      guard negotiated == .v2025_03_26, !elements.isEmpty else {
        return .refused(.invalidRequest("Send one message a line: arrays are not accepted here."), nil)
      }
      guard elements.count <= Self.longestArray else {
        return .refused(.invalidRequest("An array holds at most \(Self.longestArray) messages."), nil)
      }
      return .batch(elements.map { readElement($0) })
    default: return .refused(.invalidRequest("A message is a JSON object."), nil)
    }
  }

  private mutating func readElement(_ value: JSONValue) -> Arrival {
    guard case .object(let object) = value else {
      return .refused(.invalidRequest("A message is a JSON object."), nil)
    }
    return read(object, isInBatch: true)
  }

  private mutating func read(_ object: JSONObject, isInBatch: Bool) -> Arrival {
    let id = RequestID(object["id"])
    guard object["jsonrpc"]?.string == "2.0" else {
      return .refused(.invalidRequest("`jsonrpc` must be \"2.0\"."), id)
    }
    guard let method = object["method"] else {
      // No request is ever sent from here, so a response answers nothing.
      return object["result"] != nil || object["error"] != nil
        ? .ignored : .refused(.invalidRequest("`method` is missing."), id)
    }
    guard let name = method.string else { return .refused(.invalidRequest("`method` must be a string."), id) }
    guard object["id"] != nil else { return notification(name, object["params"]) }
    guard let id else { return .refused(.wrongID, nil) }
    do {
      return .request(try request(id, name, object["params"], isInBatch))
    } catch {
      return .refused(error, id)
    }
  }

  private func notification(_ name: String, _ params: JSONValue?) -> Arrival {
    guard name == "notifications/cancelled", let id = RequestID(params?.object?["requestId"]) else {
      return .ignored
    }
    return .cancellation(id)
  }

  private mutating func request(
    _ id: RequestID, _ name: String, _ params: JSONValue?, _ isInBatch: Bool
  ) throws(Refusal) -> Request {
    guard let params = params.map(\.object) ?? [:] else {
      throw .invalidParams("`params` must be an object.")
    }
    let method = Method(rawValue: name)
    let meta = params["_meta"]?.object ?? [:]
    let isModern =
      method?.isModernOnly == true || method != .initialize && meta[MetaKey.protocolVersion] != nil
    if isInBatch, isModern || method == .initialize {
      throw .invalidRequest("`\(name)` must be a message of its own, not part of an array.")
    }
    if isModern {
      try checkModern(meta)
      guard let method, method.isModern else { throw Self.unknown(name) }
      return Request(id: id, method: method, params: params, era: .modern)
    }
    guard let method else { throw Self.unknown(name) }
    if method == .initialize { negotiated = .negotiated(params["protocolVersion"]?.string) }
    return Request(id: id, method: method, params: params, era: .legacy(try legacyVersion(for: method)))
  }

  private func legacyVersion(for method: Method) throws(Refusal) -> ProtocolVersion {
    if let negotiated { return negotiated }
    // Hosts may ask whether anyone is there before anything else.
    guard method == .ping else {
      throw .invalidParams(
        "`params._meta` lacks \"\(MetaKey.protocolVersion)\"; "
          + "send it with each request, or begin with server/discover or initialize.")
    }
    return .newestLegacy
  }

  private func checkModern(_ meta: JSONObject) throws(Refusal) {
    guard let version = meta[MetaKey.protocolVersion]?.string else {
      throw .invalidParams("`params._meta` needs \"\(MetaKey.protocolVersion)\", a string.")
    }
    guard meta[MetaKey.clientCapabilities]?.object != nil else {
      throw .invalidParams("`params._meta` needs \"\(MetaKey.clientCapabilities)\", an object.")
    }
    guard version == ProtocolVersion.modern.rawValue else {
      let supported: JSONValue = [.string(ProtocolVersion.modern.rawValue)]
      throw Refusal(
        code: .unsupportedVersion, message: "Unsupported protocol version",
        data: ["supported": supported, "requested": .string(version)])
    }
    if let level = meta[MetaKey.logLevel], !MetaKey.logLevels.contains(level.string ?? "") {
      throw .invalidParams(
        "\"\(MetaKey.logLevel)\" must be one of \(MetaKey.logLevels.joined(separator: ", ")).")
    }
  }

  private static func unknown(_ name: String) -> Refusal {
    Refusal(code: .methodNotFound, message: "Unknown method: \(name.prefix(100))")
  }
}
