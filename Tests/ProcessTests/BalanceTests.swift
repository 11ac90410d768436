import JSON
import SQLite
import TestSupport
import Testing

@Suite struct BalanceTests {
  @Test func `an account adds up that processes draw on and pay into at once`() throws {
    let folder = try TemporaryFolder()
    let opening = try ServerProcess(["balance", "add", "--user", "ada", "100"], data: folder.path)
    #expect(try opening.ending() == .exited(0))
    let servers = try (0..<4).map { _ in try ServerProcess(data: folder.path) }
    for server in servers {
      // Half of the calls are reported by all of them.
      server.send([Wire.initialize()] + (1...60).map { Self.record($0, shared: $0.isMultiple(of: 2), server.pid) })
      server.closeInput()
    }
    let payments = try (0..<6).map { _ in
      try ServerProcess(["balance", "add", "--user", "ada", "-1.000000000001"], data: folder.path)
    }
    for server in servers {
      #expect(try server.rest().filter(\.isToolError).map(\.text) == [])
      #expect(try server.ending() == .exited(0))
    }
    for payment in payments { #expect(try payment.ending() == .exited(0)) }
    let file = try LedgerFileReader(folder)
    #expect(try file.check() == 4 * 30 + 30)
    let show = try ServerProcess(["balance", "show", "--user", "ada", "--json"], data: folder.path)
    let answer = try JSONParser.parse(Array(try show.outputText().utf8.dropLast()))
    // 150 calls of 1,000 tokens in and 100 out at $2.50 and $10 a million, and what was taken out.
    #expect(answer["remaining"]?.number?.lexeme == "93.474999999994")
    let entries = try file.connection.firstInteger(
      "SELECT sum(dollars) * 1000000000000 + sum(picodollars) FROM balance_entry")
    #expect(entries == 93_474_999_999_994)
  }

  private static func record(_ id: Int, shared: Bool, _ writer: Int32) -> JSONValue {
    Wire.call(
      id, "record_usage",
      [
        "model": "gpt-4o", "input_tokens": 1_000, "output_tokens": 100, "user_id": "ada", "session_id": "s",
        "request_id": .string(shared ? "shared-\(id)" : "own-\(writer)-\(id)"),
      ])
  }
}
