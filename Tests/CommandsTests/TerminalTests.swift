import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import SQLite
import TestSupport
import Testing

@testable import Commands
@testable import Service

/// Names that come from clients, files and arguments steer no terminal and begin no line, whatever shows them.
@Suite struct TerminalTests {
  /// Ends of lines, a control sequence, both separators of Unicode, and marks that turn the direction of writing.
  private static let name =
    "a\u{1B}[2J\nFORGED\r\nFORGED\u{2028}FORGED\u{2029}FORGED\u{85}FORGED\u{202E}b\u{2066}c\u{200F}"

  @Test(arguments: CommandList.all.map(\.name))
  func `no name steers the terminal or begins a line`(_ command: String) throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    for words in Self.runs(of: command, in: folder) {
      for format in [[], ["--json"]] {
        world.input = Self.input
        world.channel = SilentChannel()
        let name = command.split(separator: " ").map(String.init)
        _ = CommandLineProgram.run(world.host(name + words + format + ["--data-dir", folder.path]))
      }
    }
    Self.expectQuiet(world, command)
    withExtendedLifetime(folder) {}
  }

  @Test func `neither does a wrong word, a wrong folder or a faulty file`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    for words in [
      [Self.name], ["summary", Self.name], ["summary", "--\(Self.name)"], ["limits", Self.name], ["help", Self.name],
      ["summary", "--data-dir", "/none/\(Self.name)"], ["doctor", "--env-file", "/none/\(Self.name)"],
      ["serve", "--user", Self.name, "--ingest", Self.name], ["doctor", "--data-dir", "/data/\(Self.name)"], ["limits"],
    ] { _ = CommandLineProgram.run(world.host(words)) }
    world.files[folder.file("config.json")] = JSONWriter.string([Self.name: 1])
    _ = world.run("summary", "--data-dir", folder.path)
    world.files[folder.file("config.json")] = JSONWriter.string(["token_daily_limit": .string(Self.name)])
    _ = world.run("doctor", "--data-dir", folder.path)
    #expect(world.notes.count > 8)
    Self.expectQuiet(world, "wrong words")
  }

  @Test func `a text as one line escapes what would end it, and nothing else`() {
    #expect(TerminalText.line("Grüße, 世界 👋🏽\n\u{2028}\u{2029}\u{061C}") == "Grüße, 世界 👋🏽\\u000a\\u2028\\u2029\\u061c")
    #expect(TerminalText.lines(["a\nb", "c"]) == "a\\u000ab\nc")
    #expect(TerminalText.visible("a\nb\u{9B}") == "a\nb\\u009b")
  }

  private static func expectQuiet(_ world: World, _ what: String, _ place: SourceLocation = #_sourceLocation) {
    for text in world.printed + world.notes {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let isForged = lines.contains { $0.hasPrefix("FORGED") }
      #expect(!isForged, "\(what): \(text.debugDescription)", sourceLocation: place)
      let hidden = text.unicodeScalars.first { scalar in
        scalar != "\n"
          && (scalar.properties.generalCategory == .control
            || [0x2028, 0x2029, 0x202E, 0x2066, 0x200F].contains(scalar.value))
      }
      #expect(hidden == nil, "\(what): \(text.debugDescription)", sourceLocation: place)
    }
    // What is for standard error is a line.
    #expect(!world.notes.contains { $0.contains("\n") }, "\(what)", sourceLocation: place)
  }

  /// Words behind a command, with the name wherever they take one.
  private static func runs(of command: String, in folder: TemporaryFolder) -> [[String]] {
    let filters = ["--user", name]
    switch command {
    // Only below the folder of the test may a file be written.
    case "backup": return [[folder.file(name)], [folder.file(name)], ["/none/\(name)"]]
    case "export":
      return [["csv"], ["jsonl", "--agent", name], ["otlp-json"], [name], ["csv", "--output", folder.file(name)]]
    case "restore": return [[folder.file("ledger.db")], [folder.file(name)]]
    case "summary":
      return [
        ["--period", "all"], ["--group-by", "agent"], ["--group-by", name], ["--timezone", name], ["--period", name],
      ]
    case "sessions", "blocks", "records", "savings":
      return [["--period", "all"], ["--period", "all", "--csv"], ["--model", name]]
    case "forecast", "anomalies": return [[], ["--agent", name]]
    case "estimate": return [["--model", name, "-"], ["--model", "gpt-4o", "--agent", name, "-"], [name]]
    case "compare":
      return [["--input-tokens", "5", "--output-tokens", "5", "--models", name], ["--based-on", name], [name]]
    case "record":
      return [["--model", name, "--agent", name, "--output-tokens", "5"], ["-"], [name], ["--timestamp", name]]
    case "import": return [[name], [name, "--dry-run"]]
    case "sources": return [[]]
    case "check": return [["--model", name] + filters, ["--model", "gpt-4o"] + filters, ["--agent", name]]
    case "guard claude-code", "guard generic", "statusline": return [[], filters]
    case "limits set":
      return [
        ["--scope", "user=" + name, "--metric", "tokens", "--window", "day", "--limit", "5"], ["--scope", name],
      ]
    case "limits remove", "limits reset": return [[name], ["user-tokens-day"]]
    case "settings set": return [["timezone", name], [name, name], ["fallback_model", name], ["prices", name]]
    case "balance add": return [["--user", name, "5", "--note", name], ["--user", name, name]]
    case "balance show", "balance history": return [filters, []]
    case "adjust":
      return [
        [name, "--output-tokens", "5", "--reason", name], ["07", "--output-tokens", "5", "--reason", name], ["07"],
        ["--list"],
      ]
    case "repair clock": return [["--reason", name], ["--list"]]
    case "archive": return [["--before", "2026-12-01"], ["--before", name]]
    case "prices show": return [[name], ["gpt-4o"]]
    case "prices check", "prices import": return [[name], ["/data/bad.json"]]
    case "prices diff": return [[name, name], ["/data/bad.json"]]
    case "setup": return [["cursor", "--print", "--env-file", name], [name], ["cursor", "--scope", name]]
    case "doctor": return [[], ["--verify"], ["--repair"]]
    case "monitor": return [["--once"]]
    case "help": return [[name], [], ["limits", name]]
    case "reprice": return [["--dry-run"], ["--since", name]]
    default: return [[], [name]]
    }
  }

  private static let input = JSONWriter.string([
    "hook_event_name": "UserPromptSubmit", "session_id": .string(name), "cwd": .string(name), "model": .string(name),
  ])

  /// A ledger with limits, balances, corrections and wrong totals, in which everything has the name.
  private static func world(_ folder: TemporaryFolder) throws -> World {
    let world = World(environment: ["TOKEN_DAILY_LIMIT": "1", "TOKEN_LEDGER_INGEST": "none"])
    let host = world.host()
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: host.now, monotonicMilliseconds: { 0 }, randomBytes: host.randomBytes, sleepMilliseconds: { _ in }))
    try ledger.addToBalance(ofUser: name, Money(dollars: 1, picodollars: 0), note: name)
    var usage = Usage()
    usage[.input] = 5
    var facts = CallFacts(userID: name, source: name, model: name, usage: usage, timestamp: host.now())
    (facts.sessionID, facts.projectID, facts.agent, facts.mode) = (name, name, name, name)
    let price = AppliedPrice(
      provider: name, pricedAs: name, kind: .catalog, cost: Money(dollars: 0, picodollars: 5), catalogCost: nil,
      row: name)
    let call = try ledger.record(
      RecordRequest(facts: facts, keys: [RecordKey(namespace: name, id: name)]), price: price
    ) { _ in price }
    try ledger.setLimit(
      LimitRule(scope: .one(.user, name), metric: .tokens, window: .month, limit: 1, action: .block, origin: .command))
    _ = try ledger.adjust(call.record.id, [.output: 7], reason: name, by: name)
    try ledger.commit()
    try Connection(path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 0)
      .execute("UPDATE day_total SET input = 1")
    world.files["/data/bad.json"] = JSONWriter.string([name: .string(name)])
    world.permissions[folder.file("ledger.db")] = 0o600
    return world
  }
}
