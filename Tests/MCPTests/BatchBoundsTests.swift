import JSON
import Testing

@testable import MCP

@Suite struct BatchBoundsTests {
  private let failure = ToolFailure(message: "the disk is full; free some space")

  private func search(_ conversation: Conversation, bytes: Int) -> String {
    conversation.call("search_items", ["query": .string(String(repeating: "x", count: bytes))])
  }

  @Test func `long answers leave as they are made`() {
    let conversation = Conversation()
    let question = search(conversation, bytes: 40_000)
    conversation.tell(question, question, question)
    #expect((1...3).map { _ in conversation.proceed().count } == [1, 1, 1])
    #expect(!conversation.session.hasMessages)
  }

  @Test func `answers that take long leave as they are made`() {
    let conversation = Conversation()
    conversation.sample.store.millisecondsEach = 1
    let question = search(conversation, bytes: 1)
    conversation.tell(question, question, question)
    #expect(conversation.proceed().count == 2)
    #expect(conversation.proceed().count == 1)
  }

  @Test func `writes are made durable together, but not too many of them`() {
    let conversation = Conversation()
    conversation.tell([conversation.call("write_item")] + (1...3).map { _ in conversation.call("write_item").filled })
    #expect(conversation.proceed().count == 2)
    #expect(conversation.sample.store.committed == 2)
    #expect((1...2).map { _ in conversation.proceed().count } == [1, 1])
    #expect(conversation.sample.store.committed == 4)
  }

  @Test func `a write does not wait long for questions after it`() {
    let conversation = Conversation()
    conversation.sample.store.millisecondsEach = 10
    conversation.tell([conversation.call("write_item")] + Array(repeating: search(conversation, bytes: 1), count: 7))
    #expect(conversation.proceed().count == 5)
    #expect(conversation.sample.store.committed == 1)
    #expect(conversation.proceed().count == 1)
  }

  @Test func `what waits for a commit is bounded`() {
    let conversation = Conversation()
    let question = search(conversation, bytes: 200_000)
    conversation.tell([conversation.call("write_item")] + Array(repeating: question, count: 4))
    #expect(conversation.proceed().count == 3)
    #expect(conversation.sample.store.committed == 1)
    #expect(conversation.proceed().count == 1)
  }

  @Test func `a commit that fails takes back its own batch alone`() throws {
    let conversation = Conversation()
    conversation.tell((0..<2).map { conversation.call("write_item", id: .number(JSONNumber(Int64($0)))).filled })
    #expect(try only(conversation.proceed()).isError == false)
    conversation.sample.store.failure = failure
    #expect(try only(conversation.proceed()).text == failure.message)
    #expect(conversation.sample.store.committed == 1)
  }

  @Test func `one look for news serves all questions of a read`() {
    let conversation = Conversation()
    let question = search(conversation, bytes: 70_000)
    conversation.tell(question, question)
    _ = (conversation.proceed(), conversation.proceed())
    conversation.tell(question)
    _ = conversation.proceed()
    #expect(conversation.sample.store.questions == [true, false, true])
  }

  @Test func `a request is dropped when its cancellation comes before its turn`() throws {
    let conversation = Conversation()
    conversation.tell((0..<3).map { conversation.call("write_item", id: .number(JSONNumber(Int64($0)))).filled })
    #expect(try only(conversation.proceed())["id"] == 0)
    conversation.tell(#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#)
    #expect(try only(conversation.proceed())["id"] == 2)
    #expect(conversation.proceed() == [])
    #expect(conversation.sample.store.committed == 2)
  }

  @Test func `no more should be read while much waits`() {
    let conversation = Conversation()
    conversation.tell(Array(repeating: "1", count: 4_000))
    #expect(!conversation.session.isFull)
    conversation.tell(Array(repeating: "1", count: 4_000))
    #expect(conversation.session.isFull)
    while conversation.session.hasMessages { _ = conversation.proceed() }
    #expect(!conversation.session.isFull)
  }
}
