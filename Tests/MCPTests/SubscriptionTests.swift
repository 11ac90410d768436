import JSON
import Testing

@testable import MCP

@Suite struct SubscriptionTests {
  private func listen(_ conversation: Conversation, _ filter: JSONObject, id: JSONValue) -> [String] {
    conversation.send(conversation.line("subscriptions/listen", ["notifications": .object(filter)], id: id))
  }

  private func acknowledgement(_ id: String, _ filter: String) -> String {
    #"{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"#
      + #""_meta":{"io.modelcontextprotocol/subscriptionId":\#(id)},"notifications":\#(filter)}}"#
  }

  private func update(_ id: String, _ uri: String) -> String {
    #"{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"#
      + #""_meta":{"io.modelcontextprotocol/subscriptionId":\#(id)},"uri":"\#(uri)"}}"#
  }

  private func ending(_ id: String) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"result":{"resultType":"complete","_meta":{"#
      + #""io.modelcontextprotocol/subscriptionId":\#(id),"io.modelcontextprotocol/serverInfo":"#
      + #"{"name":"swiftdemo","title":"Swift Demo","version":"1.0.0"}}}}"#
  }

  @Test func `each stream hears of what it asked for, until it ends`() {
    let conversation = Conversation()
    #expect(!conversation.session.hasSubscribers)
    let both: JSONObject = ["resourceSubscriptions": ["demo://count", "demo://item/a1", "demo://count"]]
    #expect(
      listen(conversation, both, id: 8) == [
        acknowledgement("8", #"{"resourceSubscriptions":["demo://count","demo://item/a1"]}"#)
      ])
    let one: JSONObject = ["resourceSubscriptions": ["demo://count"]]
    #expect(
      listen(conversation, one, id: "8") == [
        acknowledgement(#""8""#, #"{"resourceSubscriptions":["demo://count"]}"#)
      ])
    #expect(conversation.session.hasSubscribers)
    #expect(
      conversation.change("demo://count") == [update("8", "demo://count"), update(#""8""#, "demo://count")])
    #expect(conversation.change("demo://item/a1") == [update("8", "demo://item/a1")])
    #expect(conversation.change("demo://table") == [])
    #expect(conversation.end() == [ending("8"), ending(#""8""#)])
    #expect(!conversation.session.hasSubscribers)
    #expect(conversation.end() == [])
  }

  @Test func `what is not supported is left out of the acknowledgement`() {
    let conversation = Conversation()
    let filter: JSONObject = [
      "toolsListChanged": true, "promptsListChanged": true, "resourcesListChanged": true,
      "resourceSubscriptions": ["demo://nowhere"], "other": 5,
    ]
    #expect(listen(conversation, filter, id: 1) == [acknowledgement("1", #"{"resourceSubscriptions":[]}"#)])
    #expect(listen(conversation, ["toolsListChanged": true], id: 2) == [acknowledgement("2", "{}")])
    #expect(!conversation.session.hasSubscribers)
  }

  @Test func `a cancelled stream falls silent, and its id is free again`() {
    let conversation = Conversation()
    let filter: JSONObject = ["resourceSubscriptions": ["demo://count"]]
    #expect(listen(conversation, filter, id: 8).count == 1)
    let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":8}}"#
    #expect(conversation.send(cancel.replacing("8", with: #""8""#)) == [])
    #expect(conversation.session.hasSubscribers)
    #expect(conversation.send(cancel) == [])
    #expect(!conversation.session.hasSubscribers)
    #expect(conversation.change("demo://count") == [])
    #expect(listen(conversation, filter, id: 8).count == 1)
  }

  @Test func `the id of an open stream is taken`() throws {
    let conversation = Conversation()
    _ = listen(conversation, [:], id: 8)
    #expect(try only(conversation.send(conversation.line("tools/list", id: 8))).code == -32600)
    #expect(try only(conversation.send(conversation.line("tools/list", id: "8"))).code == nil)
  }

  @Test(arguments: [
    #"{}"#, #"{"notifications":[]}"#, #"{"notifications":{"resourceSubscriptions":"x"}}"#,
    #"{"notifications":{"resourceSubscriptions":[5]}}"#,
  ])
  func `a wrong wish is an error`(params: String) throws {
    let conversation = Conversation()
    #expect(try conversation.ask("subscriptions/listen", try parsed(params).object ?? [:]).code == -32602)
    #expect(conversation.end() == [])
  }

  @Test(arguments: ProtocolVersion.legacy)
  func `an older client subscribes to one resource at a time`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    for _ in 0..<2 {
      #expect(try conversation.ask("resources/subscribe", ["uri": "demo://count"]).result == [:])
    }
    #expect(conversation.session.hasSubscribers)
    let notice =
      #"{"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"demo://count"}}"#
    #expect(conversation.change("demo://count", "demo://table") == [notice])
    #expect(try conversation.ask("resources/unsubscribe", ["uri": "demo://table"]).result == [:])
    #expect(try conversation.ask("resources/unsubscribe", ["uri": "demo://count"]).result == [:])
    #expect(!conversation.session.hasSubscribers)
    #expect(conversation.change("demo://count") == [])
    #expect(try conversation.ask("resources/subscribe", ["uri": "demo://nowhere"]).code == -32002)
    #expect(try conversation.ask("resources/subscribe").code == -32602)
    #expect(conversation.end() == [])
  }

  @Test func `in a mixed conversation both kinds hear of a change`() throws {
    let conversation = Conversation(.v2025_06_18)
    _ = try conversation.ask("resources/subscribe", ["uri": "demo://count"])
    let filter: JSONObject = ["resourceSubscriptions": ["demo://count"]]
    let params: JSONObject = ["_meta": .object(Conversation.meta), "notifications": .object(filter)]
    conversation.send(conversation.line("subscriptions/listen", params, id: 3))
    let frames = conversation.change("demo://count")
    #expect(frames.count == 2)
    #expect(frames.last == update("3", "demo://count"))
  }
}
