import Ledger
import TestSupport
import Testing

@testable import Commands

/// What the last word of a command line may become.
@Suite struct CompletionTests {
  private static func candidates(_ words: String...) -> [String] { candidates(words) }

  private static func candidates(_ words: [String]) -> [String] {
    Completion(host: World().host()) { dimension, prefix in
      ["\(dimension.rawValue)-1", "x"].filter { $0.hasPrefix(prefix) }
    }
    .candidates(words)
  }

  @Test(arguments: [
    (["sum"], ["summary"]), (["limits", ""], ["list", "set", "remove", "reset"]), (["limits", "s"], ["set"]),
    (["--data-dir", "/x", "bala"], ["balance"]), (["--data-dir=/x", "--env", ""], []), (["--data-dir", ""], []),
    (["summary", "--per"], ["--period"]), (["summary", "--period", "last_"], ["last_7_days", "last_30_days"]),
    (["summary", "--period=tod"], ["--period=today"]), (["summary", "--group-by", "model,da"], ["model,day"]),
    (["limits", "set", "--window", "m"], ["minute", "month"]),
    (["limits", "set", "--scope", "pro"], ["project", "provider"]),
    (["summary", "--json", "--js"], []), (["summary", "--agent", ""], ["agent-1", "x"]),
    (["summary", "--agent=a"], ["--agent=agent-1"]), (["compare", "--models", "x,m"], ["x,model-1"]),
    (["balance", "show", "--user", "u"], ["user_id-1"]), (["check", "--session", "s"], ["session_id-1"]),
    (["completions", "z"], ["zsh"]), (["setup", "claude-d"], ["claude-desktop"]), (["setup", "codex", ""], []),
    (["nothing", ""], []), (["compl"], ["completions"]), ([], []),
  ])
  func `a word becomes what commands declare`(_ words: [String], _ wanted: [String]) {
    let found = Self.candidates(words)
    #expect(words.isEmpty ? found.contains("summary") : found == wanted)
  }

  @Test(arguments: CommandList.shown)
  func `every command and option is reached, and each value that is offered is taken`(_ command: Command) {
    let words = command.name.split(separator: " ").map(String.init)
    #expect(Self.candidates(words.dropLast() + [""]).contains(words.last ?? ""))
    #expect(Set(Self.candidates(words + ["-"])) == Set(command.allOptions.map(\.name)))
    for option in command.options {
      guard case .words(let values) = option.values else { continue }
      #expect(Self.candidates(words + [option.name, ""]) == values)
      for value in values {
        var options = Options()
        #expect(throws: Never.self) { try option.apply(value, &options) }
      }
    }
  }

  @Test func `names come from the ledger that the words name, and without one nothing is made or said`() throws {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TOKEN_LEDGER_INGEST": "none"])
    let words = ["complete", "--", "--data-dir", folder.path, "summary", "--model", "gp"]
    #expect(CommandLineProgram.run(world.host(words)) == .success)
    #expect(world.printed.isEmpty && world.notes.isEmpty)
    _ = world.run(
      "record", "--model", "gpt-4o", "--input-tokens", "1", "--output-tokens", "1", "--data-dir", folder.path)
    world.permissions[folder.file("ledger.db")] = 0o600
    #expect(CommandLineProgram.run(world.host(words)) == .success)
    #expect(world.printed.last == "gpt-4o")
    try folder.write(Array("no ledger".utf8), to: "ledger.db")
    let count = world.printed.count
    #expect(CommandLineProgram.run(world.host(words)) == .success)
    #expect(world.printed.count == count && world.notes.isEmpty)
    #expect(!Help.overview.contains("\n  complete "))
  }
}
