import JSON
import Testing

@testable import MCP

/// Questions that wait for work which makes their answers complete, as their clients have asked for progress.
@Suite struct WaitingTests {
  private func question(_ conversation: Conversation, id: JSONValue, token: JSONValue = "t") -> String {
    request(conversation, "tools/call", ["name": "search_items", "arguments": ["query": "q"]], id, token)
  }

  private func request(
    _ conversation: Conversation, _ method: String, _ params: JSONObject, _ id: JSONValue, _ token: JSONValue
  ) -> String {
    var (params, meta) = (params, conversation.revision == .v2026_07_28 ? Conversation.meta : [:])
    meta["progressToken"] = token
    params["_meta"] = .object(meta)
    return conversation.line(method, params, id: id)
  }

  private func work(_ conversation: Conversation, _ done: Int64) {
    conversation.sample.backlog.progress = BacklogProgress(done: done, total: 9, message: "reading")
    conversation.sample.store.now += 100
  }

  private func params(_ frames: [String]) throws -> JSONObject? {
    let message = try only(frames)
    #expect(message["method"] == "notifications/progress")
    #expect(message["id"] == nil)
    return message["params"]?.object
  }

  @Test(arguments: ProtocolVersion.allCases)
  func `who asks for progress is told of it, and answered when the work is done`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    work(conversation, 3)
    #expect(conversation.send(question(conversation, id: 7, token: 0)) == [])
    let hasMessage = revision != .v2024_11_05
    var expected: JSONObject = ["progressToken": 0, "progress": 3, "total": 9]
    if hasMessage { expected["message"] = "reading" }
    #expect(try params(conversation.attend()) == expected)
    // Others are answered in between.
    #expect(try only(conversation.send(conversation.line("tools/list", id: 8)))["id"] == 8)
    work(conversation, 5)
    #expect(try params(conversation.attend())?["progress"] == 5)
    conversation.sample.backlog.progress = nil
    #expect(conversation.attend() == [])
    #expect(try only(conversation.proceed())["id"] == 7)
    work(conversation, 8)
    #expect(conversation.attend() == [])
    #expect(!conversation.session.hasWaiting)
  }

  @Test func `progress only grows, and is not told too often`() throws {
    let conversation = Conversation()
    work(conversation, 3)
    conversation.send(question(conversation, id: 7))
    #expect(conversation.attend().count == 1)
    work(conversation, 3)
    #expect(conversation.attend() == [])
    work(conversation, 2)
    #expect(conversation.attend() == [])
    work(conversation, 4)
    #expect(conversation.attend().count == 1)
    work(conversation, 5)
    conversation.sample.store.now -= 1
    #expect(conversation.attend() == [])
  }

  @Test func `nobody waits for longer than ten seconds`() throws {
    let conversation = Conversation()
    work(conversation, 3)
    conversation.send(question(conversation, id: 7))
    conversation.sample.store.now += 9_999
    #expect(conversation.attend().count == 1)
    #expect(!conversation.session.hasMessages)
    conversation.sample.store.now += 1
    #expect(conversation.attend() == [])
    #expect(try only(conversation.proceed())["id"] == 7)
  }

  @Test func `a cancelled question is neither answered nor told of progress`() throws {
    let conversation = Conversation()
    let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#
    work(conversation, 3)
    conversation.send(question(conversation, id: 7), question(conversation, id: 8, token: 5))
    #expect(conversation.send(cancel) == [])
    #expect(try params(conversation.attend())?["progressToken"] == 5)
    // Whatever the order in which the end of the work and the cancellation are seen.
    conversation.tell(cancel.replacing("7", with: "8"))
    conversation.sample.backlog.progress = nil
    #expect(conversation.attend() == [])
    #expect(conversation.proceed() == [])
    #expect(!conversation.session.hasMessages && conversation.sample.calls.isEmpty)
  }

  @Test func `what does not rest on the work, or asks for no progress, is answered at once`() throws {
    let conversation = Conversation()
    work(conversation, 3)
    for line in [
      conversation.call("search_items", ["query": "q"]), question(conversation, id: 7, token: true),
      request(conversation, "tools/call", ["name": "write_item"], 8, "t"),
      request(conversation, "resources/read", ["uri": "demo://table"], 9, "t"),
      request(conversation, "tools/list", [:], 10, "t"),
    ] {
      #expect(conversation.send(line).count == 1)
    }
    #expect(conversation.send(request(conversation, "resources/read", ["uri": "demo://count"], 9, "t")) == [])
    conversation.sample.backlog.progress = nil
    #expect(conversation.attend() == [])
    #expect(try only(conversation.proceed())["id"] == 9)
    #expect(conversation.send(question(conversation, id: 7)).count == 1)
  }

  @Test func `the id of a question that waits is taken`() throws {
    let conversation = Conversation()
    work(conversation, 3)
    conversation.send(question(conversation, id: 7))
    #expect(try only(conversation.send(conversation.line("tools/list", id: 7))).code == -32600)
    #expect(try only(conversation.send(question(conversation, id: 7))).code == -32600)
  }

  @Test func `at most a hundred wait`() {
    let conversation = Conversation()
    work(conversation, 3)
    for id in 0..<100 {
      #expect(conversation.send(question(conversation, id: .number(JSONNumber(Int64(id))))) == [])
    }
    #expect(conversation.send(question(conversation, id: 100)).count == 1)
  }

  @Test func `at the end of the input nobody waits any more`() throws {
    let conversation = Conversation()
    work(conversation, 3)
    conversation.send(question(conversation, id: 7))
    conversation.session.stopWaiting()
    #expect(try only(conversation.proceed()).isError == false)
    #expect(conversation.send(question(conversation, id: 8)).count == 1)
  }

  @Test func `who waits when the process has to stop is told so`() throws {
    let conversation = Conversation()
    work(conversation, 3)
    conversation.send(question(conversation, id: 7))
    let message = try only(conversation.end())
    #expect(message["id"] == 7 && message.isError == true)
  }

  @Test func `a question in an array does not keep the others waiting`() throws {
    let conversation = Conversation(.v2025_03_26)
    work(conversation, 3)
    #expect(conversation.send("[\(question(conversation, id: 7))]").count == 1)
  }
}
