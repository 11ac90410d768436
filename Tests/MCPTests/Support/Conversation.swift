import JSON
import JSONSchema
import TestSupport

@testable import MCP

/// A client's side of a session, which keeps a transcript.
final class Conversation {
  let sample = SampleServer()
  let session: Session
  let revision: ProtocolVersion
  /// Lines of `C> …` and `S> …`.
  private(set) var transcript: [String] = []
  private var splitter = LineSplitter()
  private var nextID: Int64 = 100

  /// Starts a conversation; with an older revision, its `initialize` is done.
  init(_ revision: ProtocolVersion = .v2026_07_28) {
    self.revision = revision
    session = Session(server: sample.server) { [store = sample.store] in store.now }
    guard revision != .v2026_07_28 else { return }
    send(
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"\(revision.rawValue)",\
      "capabilities":{},"clientInfo":{"name":"host","version":"1.0"}}}
      """)
    send(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
  }

  static let meta: JSONObject = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  /// Sends lines in one read and returns the frames as text.
  @discardableResult
  func send(_ lines: String...) -> [String] {
    transcript += lines.map { "C> \($0)" }
    return received(session.receive(splitter.append(Array((lines.joined(separator: "\n") + "\n").utf8))))
  }

  /// Sends lines in one read, of which nothing is answered yet.
  func tell(_ lines: String...) { tell(lines) }

  /// Sends lines in one read, of which nothing is answered yet.
  func tell(_ lines: [String]) {
    transcript += lines.map { "C> \($0)" }
    session.take(splitter.append(Array((lines.joined(separator: "\n") + "\n").utf8)))
  }

  /// Lets one batch be answered and returns the frames as text.
  func proceed() -> [String] { received(session.proceed()) }

  /// Lets those who wait be told, and returns the frames as text.
  func attend() -> [String] { received(session.attend()) }

  /// Ends the session and returns the frames as text.
  @discardableResult
  func end() -> [String] { received(session.end()) }

  /// Reports changed resources and returns the frames as text.
  @discardableResult
  func change(_ uris: String...) -> [String] { received(session.resourcesChanged { uris.contains($0) }) }

  /// Returns the line of a request by the rules of the conversation's revision.
  func line(_ method: String, _ params: JSONObject = [:], id: JSONValue? = nil) -> String {
    var params = params
    if revision == .v2026_07_28, params["_meta"] == nil { params["_meta"] = .object(Self.meta) }
    nextID += 1
    let message: JSONObject = [
      "jsonrpc": "2.0", "id": id ?? .number(JSONNumber(nextID)), "method": .string(method),
      "params": .object(params),
    ]
    return JSONWriter.string(.object(message))
  }

  /// Returns the line of a tool call.
  func call(_ tool: String, _ arguments: JSONValue? = nil, id: JSONValue? = nil) -> String {
    var params: JSONObject = ["name": .string(tool)]
    params["arguments"] = arguments
    return line("tools/call", params, id: id)
  }

  /// Sends a request and returns the one message that answers it.
  @discardableResult
  func ask(_ method: String, _ params: JSONObject = [:]) throws -> JSONObject {
    try only(send(line(method, params)))
  }

  private func received(_ frames: [[UInt8]]) -> [String] {
    let texts = frames.map { String(decoding: $0, as: UTF8.self) }
    transcript += texts.map { "S> \($0)" }
    return texts
  }

  struct NotOneMessage: Error { let frames: [String] }
}

/// Returns the object that is the only frame.
func only(_ frames: [String]) throws -> JSONObject {
  guard frames.count == 1, let object = try parsed(frames[0]).object else {
    throw Conversation.NotOneMessage(frames: frames)
  }
  return object
}

/// Returns the value of a text.
func parsed(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

extension JSONObject {
  /// The code of an error message.
  var code: Int64? { self["error"]?.object?["code"]?.number?.int64 }
  /// The message of an error message.
  var message: String? { self["error"]?.object?["message"]?.string }
  /// The result of a response.
  var result: JSONObject? { self["result"]?.object }
  /// The text of a tool's result.
  var text: String? { result?["content"]?.array?.first?.object?["text"]?.string }
  /// Whether a tool's result is a failure.
  var isError: Bool? { result?["isError"]?.bool }
}

extension ProtocolVersion {
  /// The revisions that begin with `initialize`.
  static let legacy: [ProtocolVersion] = allCases.filter { $0 != .v2026_07_28 }
}

extension String {
  /// A message with so much that means nothing that it takes a batch of its own.
  var filled: String {
    replacing("{\"jsonrpc\"", with: "{\"x\":\"\(String(repeating: "x", count: 1 << 20))\",\"jsonrpc\"")
  }
}
