import Foundation
import JSON
import TestSupport
import Testing

@Suite struct LogTests {
  private static func lines(_ folder: TemporaryFolder) throws -> [JSONObject] {
    try folder.read("data/logs/token-ledger.log").split(separator: 0x0A).map { line in
      try #require(try JSONParser.parse(Array(line)).object)
    }
  }

  private static func serve(_ folder: TemporaryFolder, _ environment: [String: String] = [:]) throws {
    let server = try ServerProcess(
      data: folder.file("data"), environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
    let secret: JSONObject = ["text": "the secret plan", "model": "gpt-4o"]
    server.send(
      Wire.initialize("2025-06-18"), Wire.record(1), Wire.call(2, "estimate_cost", secret),
      Wire.call(3, "record_usage", ["model": "gpt-4o", "input_tokens": "the secret plan"]))
    server.closeInput()
    #expect(try server.rest().map(\.isToolError) == [false, false, false, true])
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a server's life is logged, and nothing of what it was told`() throws {
    let folder = try TemporaryFolder()
    try Self.serve(folder)
    let lines = try Self.lines(folder)
    #expect(lines.map { $0["event"] } == ["start", "client", "refused call", "stop"])
    #expect(lines[1]["client"] == "process-tests" && lines[1]["revision"] == "2025-06-18")
    #expect(lines[2]["name"] == "record_usage")
    let text = String(decoding: try folder.read("data/logs/token-ledger.log"), as: UTF8.self)
    #expect(!text.contains("secret"))
  }

  @Test func `DEBUG shows every call, and nothing is made where logging is off`() throws {
    let folder = try TemporaryFolder()
    try Self.serve(folder, ["TOKEN_ENABLE_FILE_LOGGING": "false", "TOKEN_LOG_LEVEL": "DEBUG"])
    #expect(!FileManager.default.fileExists(atPath: folder.file("data/logs")))
    try Self.serve(folder, ["TOKEN_LOG_LEVEL": "debug"])
    let calls = try Self.lines(folder).filter { $0["event"] == "call" }.map { $0["name"] }
    #expect(calls == ["record_usage", "estimate_cost"])
  }

  @Test func `a log that cannot be written keeps nobody from working`() throws {
    let folder = try TemporaryFolder()
    try folder.write("no folder", to: "data/logs")
    try Self.serve(folder)
    #expect(try folder.read("data/logs") == Array("no folder".utf8))
  }

  @Test func `trouble with the ledger's file is logged as an error`() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(repeating: "This is a diary. ", count: 500), to: "data/ledger.db")
    let server = try ServerProcess(data: folder.file("data"))
    server.send(Wire.initialize(), Wire.record(1))
    #expect(try server.replies(2).last?.isToolError == true)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    #expect(try Self.lines(folder).contains { $0["level"] == "ERROR" && $0["event"] == "ledger fault" })
  }
}
