import JSON
import SQLite
import Synchronization
import TestSupport
import Testing

@testable import Commands
@testable import Ledger

/// Commands that ask a tool.
@Suite struct ToolCommandTests {
  private static let columns = ["time", "model", "session", "agent", "input", "output", "cost (USD)", "id"]

  /// A ledger with calls of two agents on two days of November, entered by the command itself.
  private static func world(_ folder: TemporaryFolder) throws -> World {
    let world = World(environment: ["TOKEN_LEDGER_INGEST": "none"])
    // Each id is another one.
    let drawn = Mutex(UInt64(0))
    world.randomBytes = { count in
      let number = drawn.withLock { drawn in
        drawn += 1
        return drawn
      }
      return (0..<count).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> (8 * UInt64($0)) : 7) }
    }
    for (agent, time, input) in [
      ("=1+1", "2026-11-16T09:00:00Z", 1_000_000), ("b", "2026-11-17T09:00:00Z", 10), ("b", "2026-11-17T10:00:00Z", 20),
    ] {
      let status = world.run(
        "record", "--model", "gpt-4o", "--input-tokens", String(input), "--output-tokens", "0", "--agent", agent,
        "--session", "s-\(agent)", "--timestamp", time, "--request-id", time, "--data-dir", folder.path)
      #expect(status == .success, "\(world.notes)")
    }
    return world
  }

  private static func answer(_ world: World, _ folder: TemporaryFolder, _ words: String...) -> String {
    _ = CommandLineProgram.run(world.host(words + ["--data-dir", folder.path]))
    return world.printed.last ?? ""
  }

  @Test func `a call that is entered again with its id counts once and is durable each time`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    let words = ["record", "--model", "gpt-4o", "--input-tokens", "10", "--output-tokens", "0", "--request-id", "r"]
    for text in ["Recorded: gpt-4o, 0.000025 USD", "Already recorded: gpt-4o, 0.000025 USD"] {
      _ = CommandLineProgram.run(world.host(words + ["--data-dir", folder.path]))
      #expect(world.printed.last?.hasPrefix(text) == true, "\(world.printed)")
      let count = try Connection(path: folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 0)
        .firstInteger(
          "SELECT count(*) FROM record")
      #expect(count == 4)
    }
    withExtendedLifetime(folder) {}
  }

  @Test func `a provider's whole answer is entered from a file or from standard input`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    world.input =
      #"{"id": "x", "model": "gpt-4o", "usage": {"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6}}"#
    world.files["/work/body.json"] = world.input
    #expect(Self.answer(world, folder, "record", "-").hasPrefix("Recorded: gpt-4o"))
    #expect(Self.answer(world, folder, "record", "/work/body.json").hasPrefix("Already recorded: gpt-4o"))
    world.input = "{"
    #expect(world.run("record", "-", "--data-dir", folder.path) == .badData)
    #expect(world.notes.last == "token-ledger: - is not JSON (line 1, column 2)")
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: ["--user", "--session", "--project", "--agent", "--model", "--provider", "--source"])
  func `each filter leaves out the records of others`(_ filter: String) throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    let all = Self.answer(world, folder, "summary", "--json", "--period", "all")
    let none = Self.answer(world, folder, "summary", "--json", "--period", "all", filter, "nobody")
    #expect(all.contains("\"requests\":3,"))
    #expect(none.contains("\"requests\":0,"), "\(none) \(world.notes)")
    withExtendedLifetime(folder) {}
  }

  @Test func `spans of time come in their order and other groups by cost`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    func names(_ group: String) -> [String] {
      Self.answer(world, folder, "summary", "--csv", "--group-by", group).split(separator: "\n").dropFirst()
        .compactMap { $0.split(separator: ",").first.map(String.init) }
    }
    #expect(names("day") == ["2026-11-16", "2026-11-17"])
    #expect(names("agent") == ["'=1+1", "b"])
    withExtendedLifetime(folder) {}
  }

  @Test func `comma-separated values have all digits, and no text in them is a formula`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    let lines = Self.answer(world, folder, "records", "--csv").split(separator: "\n")
    #expect(lines.first.map(String.init) == Self.columns.joined(separator: ","))
    #expect(lines.last?.hasPrefix("2026-11-16T09:00:00Z,gpt-4o,s-=1+1,'=1+1,1000000,0,2.5,") == true, "\(lines)")
    let table = Table(header: ["a", "b"], rows: [["say \"hi\", you", "-1"], ["@x", "1"]])
    #expect(table.commaSeparated == ["a,b", "\"say \"\"hi\"\", you\",-1", "'@x,1"])
    // A reader of bytes sees the comma, the quote and the sign, whatever marks stand behind them.
    let marked = Table(header: ["a", "b"], rows: [[",\u{301}", "\"\u{301}"], ["=\u{301}", "1"]]).commaSeparated
    #expect(
      marked.map { Array($0.utf8) } == ["a,b", "\",\u{301}\",\"\"\"\u{301}\"", "'=\u{301},1"].map { Array($0.utf8) })
    withExtendedLifetime(folder) {}
  }

  @Test func `comma-separated values have the rows of all pages, and as many as --limit says`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    for number in 0..<30 {
      let words = [
        "record", "--model", "gpt-4o", "--output-tokens", "1", "--agent", "a\(number)", "--session", "s\(number)",
      ]
      #expect(CommandLineProgram.run(world.host(words + ["--data-dir", folder.path])) == .success)
    }
    for words in [["records"], ["sessions"], ["summary", "--group-by", "agent, model"]] {
      func rows(_ more: [String]) -> Int {
        _ = CommandLineProgram.run(world.host(words + ["--csv", "--data-dir", folder.path] + more))
        return (world.printed.last ?? "").split(separator: "\n").count - 1
      }
      #expect(rows([]) == (words[0] == "records" ? 33 : 32))
      #expect(rows(["--limit", "25"]) == 25)
    }
    withExtendedLifetime(folder) {}
  }

  @Test func `sessions are told with the time of their first and newest call`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    let lines = Self.answer(world, folder, "sessions").split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines.last == "s-b      2026-11-17 09:00  2026-11-17 10:00      2         30    0.000075", "\(lines)")
    withExtendedLifetime(folder) {}
  }

  @Test func `what is wrong is told by the names of options`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    for (words, start) in [
      (["summary", "--period", "month"], "token-ledger: --period must be one of today"),
      (["estimate"], "token-ledger: --model NAME is missing"),
      (["compare"], "token-ledger: There is no workload. Give --input-tokens or text, and --output-tokens;"),
      (
        ["record", "--model", "gpt-4o", "--timestamp", "noon"],
        "token-ledger: --timestamp: \"noon\" is no RFC 3339 time."
      ),
    ] {
      #expect(CommandLineProgram.run(world.host(words + ["--data-dir", folder.path])) == .usage)
      #expect(world.notes.last?.hasPrefix(start) == true, "\(world.notes.last ?? "")")
    }
    withExtendedLifetime(folder) {}
  }

  @Test func `a prompt is counted from a file and the cost of several calls is told`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    world.files["/work/prompt.txt"] = "Hello there, how are you?"
    let words = ["estimate", "/work/prompt.txt", "--model", "gpt-4o", "--output-tokens", "1000000", "--calls", "3"]
    _ = CommandLineProgram.run(world.host(words + ["--data-dir", folder.path]))
    #expect(
      world.printed.last?.hasPrefix("gpt-4o (openai), 3 calls: 30.00 USD\n6 tokens in, 4 to 9\n") == true,
      "\(world.printed)")
    #expect(world.run("estimate", "/none", "--model", "gpt-4o", "--data-dir", folder.path) == .usage)
    withExtendedLifetime(folder) {}
  }

  @Test func `models are compared with what is saved`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    let text = Self.answer(
      world, folder, "compare", "--models", "gpt-4o,gpt-4o-mini", "--input-tokens", "1000000", "--output-tokens", "0",
      "--baseline", "gpt-4o", "--csv")
    #expect(
      text.split(separator: "\n").map(String.init) == [
        "model,provider,cost (USD),times the cheapest,saved (USD)", "gpt-4o-mini,openai,0.15,1,2.35",
        "gpt-4o,openai,2.5,16.667,0",
      ], "\(text)")
    withExtendedLifetime(folder) {}
  }

  @Test func `the overview shows the limits nearest to being used up`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    for (scope, limit) in [("all", "5"), ("agent", "2")] {
      let words = ["limits", "set", "--scope", scope, "--metric", "cost", "--window", "month", "--limit", limit]
      #expect(CommandLineProgram.run(world.host(words + ["--data-dir", folder.path])) == .success)
    }
    let lines = Self.answer(world, folder, "overview").split(separator: "\n").map(String.init)
    let shown = lines.drop { !$0.hasPrefix("limit on") }
    #expect(
      Array(shown.prefix(4)) == [
        "limit on                         used  limit                         level            resets",
        "agent==1+1, cost per month      $2.50  $2.00  ##########   125 %  exceeded  2026-12-01 00:00",
        "all, cost per month             $2.50  $5.00  #####.....    50 %        ok  2026-12-01 00:00",
        "agent=b, cost per month     $0.000075  $2.00  ..........     0 %        ok  2026-12-01 00:00",
      ], "\(lines)")
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: [
    ("1234.5678", "USD", "1,234.57"), ("1234.5678", "KRW", "1,235"), ("0.5", "JPY", "0.50"),
    ("0.004567", "USD", "0.0046"),
    ("0", "KRW", "0"), ("-0.05", "USD", "-0.050"), ("99.999", "EUR", "100.00"), ("-3", "KRW", "-3"),
  ])
  func `amounts are rounded for people, won and yen to whole ones`(
    _ decimal: String, _ currency: String, _ text: String
  ) {
    #expect(ShortMoney.text(decimal, in: currency) == text)
  }
}
