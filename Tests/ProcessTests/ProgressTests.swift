import Foundation
import JSON
import TestSupport
import Testing

/// Questions that wait for the first import of an agent's logs.
@Suite struct ProgressTests {
  /// Logs of Claude Code that take some seconds to be taken in by a debug build.
  private static func world() throws -> (folder: TemporaryFolder, server: ServerProcess) {
    let folder = try TemporaryFolder()
    for file in 0..<40 {
      let lines = (0..<100).map { line in
        #"""
        {"type":"assistant","sessionId":"s\#(file)","cwd":"/w/shop","timestamp":"2026-11-\#(10 + file % 10)T10:00:00.000Z",\#
        "requestId":"r\#(file)-\#(line)","message":{"id":"m\#(file)-\#(line)","model":"claude-sonnet-4-5","stop_reason":"end_turn",\#
        "usage":{"input_tokens":\#(100 + line),"output_tokens":7}}}
        """#
      }
      try folder.write(lines.joined(separator: "\n") + "\n", to: "home/.claude/projects/-w-shop/s\(file).jsonl")
    }
    let environment = ["PATH": "/usr/bin:/bin", "HOME": folder.file("home"), "TOKEN_LEDGER_INGEST": "claude-code"]
    return (folder, try ServerProcess(data: folder.file("data"), environment: environment))
  }

  private static func question(_ id: Int, token: JSONValue? = nil) -> JSONValue {
    let params: JSONObject = ["name": "get_usage", "arguments": ["period": "all"]]
    return Wire.request(id, "tools/call", token.map { params.adding("_meta", ["progressToken": $0]) } ?? params)
  }

  @Test func `who asks for progress gets it, and an answer that is complete`() throws {
    let (folder, server) = try Self.world()
    _ = try server.ask(Wire.initialize())
    server.send(Self.question(1, token: "p"), Self.question(2), Wire.ping(3))
    var notices: [JSONObject] = []
    var answers: [Int?] = []
    var complete: JSONValue = .null
    while answers.count < 3 {
      let message = try server.reply()
      if message["method"] == "notifications/progress" {
        #expect(!answers.contains(1))
        notices.append(try #require(message["params"]?.object))
      } else {
        answers.append(message.id)
        if message.id == 1 { complete = message }
      }
    }
    // Others have not waited.
    #expect(answers == [2, 3, 1])
    #expect(complete.content["totals"]?["requests"]?.integer == 4_000)
    #expect(complete.content["warnings"] == nil)
    #expect(!notices.isEmpty && notices.allSatisfy { $0["progressToken"] == "p" })
    let progress = notices.compactMap { $0["progress"]?.number?.int64 }
    #expect(progress.count == notices.count && zip(progress, progress.dropFirst()).allSatisfy { $0 < $1 })
    #expect(notices.first?["message"]?.string?.hasPrefix("Reading logs: ") == true)
    server.closeInput()
    #expect(try server.rest() == [])
    withExtendedLifetime(folder) {}
  }

  @Test func `a question that was cancelled while it waits is never answered`() throws {
    let (folder, server) = try Self.world()
    _ = try server.ask(Wire.initialize())
    server.send(Self.question(1, token: 5))
    #expect(try server.reply()["method"] == "notifications/progress")
    server.send(Wire.cancel(1), Wire.ping(2))
    var message = try server.reply()
    while message["method"] != nil { message = try server.reply() }
    #expect(message.id == 2)
    server.closeInput()
    #expect(try server.rest() == [])
    #expect(try server.ending() == .exited(0))
    withExtendedLifetime(folder) {}
  }
}

extension JSONObject {
  fileprivate func adding(_ name: String, _ value: JSONValue) -> JSONObject {
    var object = self
    object[name] = value
    return object
  }
}
