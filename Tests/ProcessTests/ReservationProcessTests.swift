import JSON
import TestSupport
import Testing

@Suite struct ReservationProcessTests {
  private static let environment = ["TOKEN_DAILY_LIMIT": "1000", "HOME": "/nowhere"]

  @Test func `six processes that ask at once for the last hundred calls get exactly one hundred`() throws {
    let folder = try TemporaryFolder()
    let processes = try (0..<6).map { _ in try ServerProcess(data: folder.path, environment: Self.environment) }
    for process in processes { _ = try process.ask(Wire.initialize()) }
    for process in processes {
      // In several writes, so that the batches of the processes interleave.
      for first in stride(from: 1, to: 31, by: 3) {
        process.send((first..<first + 3).map { Self.reserve($0) })
      }
    }
    var ids: Set<String> = []
    var denied = 0
    for process in processes {
      for reply in try process.replies(30) {
        let answer = reply["result"]?["structuredContent"]
        if let id = answer?["reservation"]?["id"]?.string {
          #expect(answer?["decision"]?.string != "deny")
          ids.insert(id)
        } else {
          #expect(answer?["decision"]?.string == "deny")
          denied += 1
        }
      }
    }
    #expect(ids.count == 100)
    #expect(denied == 80)
  }

  @Test func `what a killed process held stays held, and another settles it`() throws {
    let folder = try TemporaryFolder()
    let first = try ServerProcess(data: folder.path, environment: Self.environment)
    _ = try first.ask(Wire.initialize())
    let held = try first.ask(Self.reserve(1, tokens: 1_000))
    let id = try #require(held["result"]?["structuredContent"]?["reservation"]?["id"]?.string)
    first.signal(9)
    let second = try ServerProcess(data: folder.path, environment: Self.environment)
    _ = try second.ask(Wire.initialize())
    #expect(try second.ask(Self.reserve(2))["result"]?["structuredContent"]?["decision"]?.string == "deny")
    let recorded = try second.ask(
      Wire.call(
        3, "record_usage",
        ["model": "gpt-4o", "input_tokens": 700, "output_tokens": 90, "reservation_id": .string(id)]))
    #expect(recorded["result"]?["structuredContent"]?["warnings"] == nil)
    #expect(
      try second.ask(Self.reserve(4, tokens: 210))["result"]?["structuredContent"]?["decision"]?.string == "warn")
    #expect(try second.ask(Self.reserve(5))["result"]?["structuredContent"]?["decision"]?.string == "deny")
  }

  private static func reserve(_ id: Int, tokens: Int = 10) -> JSONValue {
    Wire.call(id, "check_limit", ["input_tokens": Wire.number(tokens), "output_tokens": 0, "reserve": true])
  }
}
