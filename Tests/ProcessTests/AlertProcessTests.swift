import Foundation
import JSON
import TestSupport
import Testing

@Suite struct AlertProcessTests {
  @Test func `a limit that several processes pass together makes one message for each level`() throws {
    let folder = try TemporaryFolder()
    let receiver = try LoopbackServer([.status(500), .status(200)])
    let environment = [
      "PATH": "/usr/bin:/bin", "HOME": "/nowhere", "TOKEN_DAILY_LIMIT": "100000",
      "TOKEN_WEBHOOK_URL": receiver.url("/services/x"),
    ]
    let processes = try (0..<4).map { _ in try ServerProcess(data: folder.path, environment: environment) }
    for process in processes { _ = try process.ask(Wire.initialize()) }
    var warnings: [String] = []
    // 120 calls of 1,100 tokens pass 80, 90 and 100 percent.
    for process in processes { for id in 1...30 { process.send(Wire.record(id)) } }
    for process in processes {
      for reply in try process.replies(30) {
        warnings += (reply["result"]?["structuredContent"]?["warnings"]?.array ?? []).compactMap(\.string)
      }
    }
    #expect(warnings.filter { $0.hasPrefix("TOKEN_DAILY_LIMIT") }.count == warnings.count)
    #expect((1...3).contains(warnings.count))
    // The first attempt fails, so one more than the alerts.
    let requests = try receiver.waitForRequests(warnings.count + 1)
    let texts = Set(try requests.map { try JSONParser.parse(Array($0.body.utf8))["text"]?.string ?? "" })
    #expect(texts == Set(warnings.map { "TokenLedger: " + $0 }))
  }
}
