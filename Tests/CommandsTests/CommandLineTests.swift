import JSON
import Service
import TestSupport
import Testing

@testable import Commands
@testable import Ledger

@Suite struct CommandLineTests {
  /// A command line that is not carried out.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let words: [String]
    let note: String
    var testDescription: String { words.joined(separator: " ") }
  }

  static let mistakes = [
    Mistake(words: ["sumary"], note: #"unknown command "sumary"; did you mean "summary"?"#),
    Mistake(words: ["frobnicate"], note: #"unknown command "frobnicate""#),
    Mistake(words: ["help", "docter"], note: #"did you mean "doctor"?"#),
    Mistake(
      words: ["serve", "--data-dri", "x"], note: "unknown option --data-dri; did you mean --data-dir?"),
    Mistake(words: ["serve", "--json"], note: "unknown option --json"),
    Mistake(words: ["summary", "--data-dir"], note: "--data-dir needs a value: --data-dir FOLDER"),
    Mistake(words: ["summary", "--data-dir", ""], note: "--data-dir needs a value"),
    Mistake(words: ["--data-dir=", "summary"], note: "--data-dir needs a value"),
    Mistake(words: ["summary", "--json=yes"], note: "--json takes no value"),
    Mistake(words: ["summary", "--limit", "0"], note: "--limit takes a whole number from 1 to 1000, not \"0\""),
    Mistake(words: ["prices", "shwo", "x"], note: #"did you mean "prices show"?"#),
    Mistake(words: ["prices", "show"], note: "MODEL is missing"),
    Mistake(words: ["adjust", "abc", "--cost-usd", "1"], note: "--reason TEXT is missing"),
    Mistake(words: ["balance", "history"], note: "--user NAME is missing"),
    Mistake(words: ["prices", "show", "a", "b"], note: #"unexpected "b""#),
    Mistake(words: ["prices", "--json"], note: #"unknown command "prices --json""#),
    Mistake(words: ["help", "prices", "shwo"], note: #"did you mean "prices show"?"#),
    Mistake(words: ["serve", "now"], note: #"unexpected "now""#),
    Mistake(words: ["serve", "--", "--json"], note: #"unexpected "--json""#),
  ]

  @Test(arguments: mistakes)
  func `a mistake ends with 64, is named, and nothing is printed`(_ mistake: Mistake) {
    let world = World()
    #expect(CommandLineProgram.run(world.host(mistake.words)) == .usage)
    #expect(world.notes.count == 1)
    #expect(world.notes.first?.contains(mistake.note) == true, "\(world.notes)")
    #expect(world.notes.first?.contains("\\u") == false, "\(world.notes)")
    #expect(world.printed.isEmpty)
  }

  @Test func `without a command it says what was spent`() throws {
    let (world, folder) = (World(), try TemporaryFolder())
    #expect(world.run("--data-dir", folder.path) == .success)
    #expect(world.printed.first?.hasPrefix("Nothing was called this month") == true, "\(world.printed)")
    #expect(world.run("--data-dir", folder.path, "--json") == .success)
    #expect(world.printed.last?.hasPrefix(#"{"today":{"period":"#) == true)
    #expect(world.notes.isEmpty)
    #expect(Help.overview.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func `options are taken with a blank or an equals sign, the last one wins`() throws {
    let parser = OptionParser(command: .summary)
    var wanted = Options()
    (wanted.dataFolder, wanted.toolArguments["period"], wanted.isJSON) = ("a=b", "today", true)
    #expect(try parser.parse(["--data-dir=x", "--json", "--period", "today", "--data-dir=a=b"]) == wanted)
    #expect(try parser.parse(["-h", "too", "many"]).wantsHelp)
  }

  @Test func `options of every command may come before its name`() {
    let world = World()
    #expect(world.run("--data-dir", "/x", "--env-file=/y", "version") == .success)
    #expect(world.run("--help", "summary") == .success)
    #expect(world.run("--version", "--json") == .success)
    #expect(world.printed.count == 3)
    #expect(world.printed[1] == Help.text(of: .summary))
  }

  @Test func `what a command needs is marked in its help, with what does without it`() {
    let limits = Help.text(of: .limitsSet)
    #expect(
      limits.contains("USAGE: token-ledger limits set --metric METRIC --window WINDOW --limit N [OPTIONS]\n"))
    #expect(limits.contains("0 allows nothing (required)\n"))
    let adjust = Help.text(of: .adjust)
    #expect(adjust.contains("USAGE: token-ledger adjust RECORD (--reason TEXT | --list) [OPTIONS]\n"))
    #expect(adjust.contains("Why it is corrected (required, except with --list)\n"))
  }

  @Test(arguments: CommandList.all)
  func `a command asks for just what its help marks`(_ command: Command) throws {
    let operands = command.operandNames.prefix(command.requiredOperands)
    let needed = command.options.filter { $0.need != .none }
    let parser = OptionParser(command: command)
    if needed.isEmpty {
      _ = try parser.parse(operands)
    } else {
      #expect(throws: CommandFailure.self) { try parser.parse(operands) }
    }
    for option in needed {
      if case .unless(let other) = option.need { #expect(command.options.contains { $0.name == other }) }
    }
    #expect(try parser.parse(["--help"]).wantsHelp)
  }

  @Test(arguments: CommandList.all)
  func `a command has a line, a paragraph, and help that shows its options`(_ command: Command) {
    let world = World()
    let words = command.name.split(separator: " ").map(String.init)
    #expect(CommandLineProgram.run(world.host(words + ["--help"])) == .success)
    #expect(CommandLineProgram.run(world.host(["help"] + words)) == .success)
    #expect(world.printed == [Help.text(of: command), Help.text(of: command)])
    #expect(!command.summary.isEmpty && !command.summary.hasSuffix(".") && !command.discussion.isEmpty)
    for option in command.allOptions {
      #expect(world.printed.first?.contains(option.name) == true)
      #expect(option.name.hasPrefix("--") && !option.summary.isEmpty)
    }
    let names = command.allOptions.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(Help.text(of: command).split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func `the version and the file's format are one line, or JSON with the revisions of the protocol`() throws {
    let world = World()
    _ = world.run("version")
    _ = world.run("version", "--json")
    #expect(world.printed[0] == "token-ledger \(Product.version), file format \(Migration.all.count)")
    let object = try JSONParser.parse(Array(world.printed[1].utf8)).object
    #expect(object?.keys == ["name", "version", "file_format", "mcp"])
    #expect(object?["mcp"]?.array?.last == "2026-07-28")
  }
}

extension Command: CustomTestStringConvertible {
  package var testDescription: String { name }
}
