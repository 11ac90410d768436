import Foundation
import JSON
import TestSupport
import Testing

@testable import MCP

/// Recorded conversations against the protocol's own schemas.
@Suite(.enabled(if: SchemaChecker.isPresent, SchemaChecker.skipReason)) struct WireCheckTests {
  @Test(arguments: ProtocolVersion.allCases)
  func `every message fits the schema of its revision`(revision: ProtocolVersion) throws {
    let conversation = Conversation(revision)
    try speak(conversation)
    try check(conversation)
  }

  @Test func `every message of a mixed conversation fits the schema of its revision`() throws {
    let conversation = Conversation(.v2025_06_18)
    try speak(conversation)
    let modern = Conversation()
    for method in ["server/discover", "tools/list", "resources/list", "prompts/list"] {
      conversation.send(modern.line(method))
    }
    try check(conversation)
  }

  private func speak(_ conversation: Conversation) throws {
    for method in [
      "server/discover", "ping", "tools/list", "resources/list", "resources/templates/list", "prompts/list",
      "nope",
    ] where method != "server/discover" || conversation.revision == .v2026_07_28 {
      conversation.send(conversation.line(method))
    }
    for uri: JSONValue in ["demo://table", "demo://item/a1", "demo://none", 5] {
      for method in ["resources/read", "resources/subscribe", "resources/unsubscribe"] {
        conversation.send(conversation.line(method, ["uri": uri]))
      }
    }
    for tool in ["search_items", "write_item", "refuse", "fail", "nope"] {
      conversation.send(conversation.call(tool, ["query": "\u{0} é"]), conversation.call(tool))
    }
    for (ref, name) in [("review", "id"), ("nope", "id"), ("review", "nope")] {
      let argument: JSONValue = ["name": .string(name), "value": "many"]
      conversation.send(
        conversation.line(
          "completion/complete", ["ref": ["type": "ref/prompt", "name": .string(ref)], "argument": argument]))
      conversation.send(
        conversation.line("prompts/get", ["name": .string(ref), "arguments": [name: "a"] as JSONValue]))
    }
    listen(conversation)
    wait(conversation)
    fail(conversation)
    conversation.end()
  }

  private func listen(_ conversation: Conversation) {
    conversation.send(conversation.line("resources/subscribe", ["uri": "demo://count"]))
    if conversation.revision == .v2026_07_28 {
      for id: JSONValue in [8, "eight"] {
        let filter: JSONValue = ["toolsListChanged": true, "resourceSubscriptions": ["demo://count"]]
        conversation.send(conversation.line("subscriptions/listen", ["notifications": filter], id: id))
      }
    }
    conversation.change("demo://count")
  }

  private func wait(_ conversation: Conversation) {
    conversation.sample.backlog.progress = BacklogProgress(done: 3, total: 9, message: "reading")
    for (id, token) in [(7, "t"), ("seven", 0)] as [(JSONValue, JSONValue)] {
      var meta = conversation.revision == .v2026_07_28 ? Conversation.meta : [:]
      meta["progressToken"] = token
      let params: JSONObject = ["name": "search_items", "arguments": ["query": "q"], "_meta": .object(meta)]
      conversation.send(conversation.line("tools/call", params, id: id))
    }
    #expect(conversation.attend().count == 2)
    conversation.sample.backlog.progress = nil
    #expect(conversation.attend() == [])
    #expect(conversation.proceed().count == 2)
  }

  private func fail(_ conversation: Conversation) {
    conversation.sample.store.failure = ToolFailure(message: "full")
    conversation.send(
      conversation.call("write_item"), conversation.line("resources/read", ["uri": "demo://count"]))
    // Revisions before have no error without an id, and it is sent all the same.
    if conversation.revision.rawValue >= "2025-11-25" { conversation.send("x", "[]", "{}") }
    if conversation.revision == .v2025_03_26 { conversation.send("[\(conversation.line("ping"))]") }
  }

  private func check(_ conversation: Conversation) throws {
    let tool = try #require(SchemaChecker.script)
    try TemporaryFolder.with { folder in
      let log = try folder.write(conversation.transcript.joined(separator: "\n") + "\n", to: "log")
      let (status, output) = try SchemaChecker.run([tool.path, log])
      #expect(status == 0, "\(output)")
      let frames = conversation.transcript.count { $0.hasPrefix("S> ") }
      #expect(output.contains(": \(frames) server messages, 0 bad"), "\(output)")
    }
  }
}

/// The script that knows the protocol's schemas, and the Python that it needs.
private enum SchemaChecker {
  static let script = SharedFolder.url("tools/wirecheck.py")
  static let skipReason: Comment = "needs the folder `shared` with tools/wirecheck.py, and python3 with jsonschema"
  static let isPresent: Bool = {
    do {
      return try script != nil && run(["-c", "import jsonschema"]).status == 0
    } catch {
      return false
    }
  }()

  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
