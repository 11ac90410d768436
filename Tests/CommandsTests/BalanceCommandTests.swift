import JSON
import Ledger
import Pricing
import Server
import Service
import TestSupport
import Testing

@testable import Commands

@Suite struct BalanceCommandTests {
  /// What the program printed to these words, as JSON.
  private func answer(_ folder: TemporaryFolder, _ words: String...) throws -> JSONObject {
    let world = World()
    let status = CommandLineProgram.run(world.host(["balance"] + words + ["--json", "--data-dir", folder.path]))
    #expect(status == .success, "\(world.notes)")
    let printed = try #require(world.printed.first)
    return try #require(try JSONParser.parse(Array(printed.utf8)).object)
  }

  @Test func `money is put in, taken out, shown, and adds up to the last picodollar`() throws {
    let folder = try TemporaryFolder()
    #expect(
      try answer(folder, "add", "--user", "bob", "25.50", "--note", "invoice 7")["remaining"]?.number?.lexeme == "25.5")
    #expect(
      try answer(folder, "add", "--user", "bob", "-0.000000000001")["remaining"]?.number?.lexeme == "25.499999999999")
    #expect(try answer(folder, "add", "-30", "--user=bob")["remaining"]?.number?.lexeme == "-4.500000000001")
    _ = try answer(folder, "add", "--user", "ada", "+1")
    let history = try answer(folder, "history", "--user", "bob")
    let entries = try #require(history["entries"]?.array).compactMap(\.object)
    #expect(entries.map { $0["amount"]?.number?.lexeme } == ["25.5", "-0.000000000001", "-30"])
    #expect(entries.map { $0["kind"]?.string } == ["added", "taken out", "taken out"])
    #expect(entries.map { $0["note"]?.string } == ["invoice 7", nil, nil])
    #expect(history["remaining"]?.number?.lexeme == "-4.500000000001" && history["currency"]?.string == "USD")
    let all = try #require(answer(folder, "show")["balances"]?.array).compactMap(\.object)
    #expect(all.map { $0["user_id"]?.string } == ["ada", "bob"])
    #expect(try answer(folder, "show", "--user", "ada")["user_id"]?.string == "ada")
  }

  @Test func `what was used is a line of the day`() throws {
    let folder = try TemporaryFolder()
    _ = try answer(folder, "add", "--user", "bob", "1")
    let ledger = try ServiceBuilder.service(Options(dataFolder: folder.path), World().host()).ledger
    var usage = Usage()
    usage[.input] = 10
    let facts = CallFacts(userID: "bob", source: "tool", model: "m", usage: usage, timestamp: World().host().now())
    _ = try ledger.record(RecordRequest(facts: facts, keys: [])) { _ in
      AppliedPrice(
        provider: "p", pricedAs: "m", kind: .catalog, cost: Money(picodollars: 250_000_000_000),
        catalogCost: nil, row: "")
    }
    try ledger.commit()
    let world = World()
    #expect(world.run("balance", "history", "--user", "bob", "--data-dir", folder.path) == .success)
    #expect(
      world.printed == [
        """
        date (UTC)            entry      amount (USD)  note
        2026-11-18T11:06:40Z  added                 1
        2026-11-18            usage             -0.25
                              remaining          0.75
        """
      ])
  }

  @Test(arguments: ["0", "-0", "five", "1e3", "1.0000000000001", "1000000000.01", "-1000000001", "", "$5", "1,000"])
  func `what is no amount is refused and nothing is entered`(_ text: String) throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(world.run("balance", "add", "--user", "bob", text, "--data-dir", folder.path) == .usage)
    #expect(world.notes.first?.contains("amount") == true || text.isEmpty)
    #expect(try folder.names().isEmpty)
  }

  @Test(
    arguments: [
      (["add", "5"], "--user NAME", .usage), (["add", "--user", "bob"], "AMOUNT is missing", .usage),
      (["history"], "--user NAME", .usage), (["history", "--user", "eve"], "has no account", .failure),
      (["show", "--user", "eve"], "has no account", .failure),
      (["add", "--user", "bob", "5", "--note", "two\nlines"], "one line", .usage),
    ] as [([String], String, Commands.ExitStatus)])
  func `what is missing is said`(_ words: [String], _ text: String, _ status: Commands.ExitStatus) throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(CommandLineProgram.run(world.host(["balance"] + words + ["--data-dir", folder.path])) == status)
    #expect(world.notes.first?.contains(text) == true, "\(world.notes)")
  }

  @Test func `doctor looks whether accounts add up`() throws {
    let folder = try TemporaryFolder()
    _ = try answer(folder, "add", "--user", "bob", "5")
    let world = World()
    world.permissions[folder.file("ledger.db")] = 0o600
    let checks = Diagnosis.checks(Options(dataFolder: folder.path), world.host()).filter { $0.name == "balances" }
    #expect(checks.map(\.finding) == ["1 accounts, each the sum of its entries"] && checks.allSatisfy(\.isGood))
  }
}
