import JSON
import TestSupport
import Testing

@testable import MCP

@Suite struct MutationTests {
  private static let seeds: [(ProtocolVersion, UInt64)] = Array(zip(ProtocolVersion.allCases, 21...))

  private func corpus(_ conversation: Conversation) -> [String] {
    [
      conversation.call("search_items", ["query": "é🙂\n", "limit": 5], id: 1),
      conversation.call("write_item", id: "w"),
      conversation.call("write_item", id: 2),
      conversation.line("resources/read", ["uri": "demo://item/a1?days=3"], id: 3),
      conversation.line(
        "subscriptions/listen", ["notifications": ["resourceSubscriptions": ["demo://count"]]]),
      conversation.line("prompts/get", ["name": "review", "arguments": ["id": "a"]], id: 4),
      conversation.line(
        "completion/complete",
        [
          "ref": ["type": "ref/prompt", "name": "review"], "argument": ["name": "id", "value": "a"],
        ]),
      conversation.line("tools/list", id: 5),
      conversation.line("resources/subscribe", ["uri": "demo://count"]),
      #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}"#,
      #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
      "[\(conversation.line("ping", id: 6)),\(conversation.call("write_item", id: 7))]",
    ]
  }

  private func mutated(_ lines: [String], _ generator: inout SplitMix64) -> [UInt8] {
    var bytes = Array((lines.randomElement(using: &generator) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: bytes.remove(at: index)
      case 2: bytes.insert(Array("{}[]\",:\\0-.e1\n ".utf8).randomElement(using: &generator) ?? 0, at: index)
      case 3: bytes.removeSubrange(index...)
      case 4: bytes.insert(contentsOf: bytes[index...].prefix(20), at: index)
      default:
        let other = Array((lines.randomElement(using: &generator) ?? "").utf8)
        bytes.replaceSubrange(index..., with: other.suffix(max(0, other.count - index)))
      }
    }
    return bytes
  }

  /// Four thousand for each revision.
  @Test(arguments: seeds)
  func `whatever comes, each frame is a message on one line`(revision: ProtocolVersion, seed: UInt64) throws {
    let conversation = Conversation(revision)
    let lines = corpus(conversation)
    var splitter = LineSplitter()
    try forAll(seed: seed, count: 4_000) {
      mutated(lines, &$0)
    } check: { bytes in
      let session = conversation.session
      let received = session.receive(splitter.append(bytes + [UInt8(ascii: "\n")]))
      return try (received + session.resourcesChanged { $0 == "demo://count" }).allSatisfy(
        isMessage)
    }
    // The conversation still works.
    #expect(try only(conversation.send(conversation.line("tools/list", id: "end"))).result != nil)
    #expect(try conversation.session.end().allSatisfy(isMessage))
  }

  private func isMessage(_ frame: [UInt8]) throws -> Bool {
    guard !frame.contains(UInt8(ascii: "\n")) else { return false }
    switch try JSONParser.parse(frame) {
    case .object(let object): return isMessage(object)
    case .array(let elements):
      return !elements.isEmpty && elements.allSatisfy { $0.object.map(isMessage) ?? false }
    default: return false
    }
  }

  private func isMessage(_ object: JSONObject) -> Bool {
    guard object["jsonrpc"] == "2.0" else { return false }
    if object["method"]?.string != nil { return object["id"] == nil && object["params"]?.object != nil }
    guard object["error"] == nil else {
      return object.code != nil && object.message != nil && object.result == nil
    }
    return object.result != nil && RequestID(object["id"]) != nil
  }
}
