import Ledger
import Logging
import Server
import Service

/// The program from its words to its exit status.
package enum CommandLineProgram {
  /// Runs the command that the host's words name.
  package static func run(_ host: Host) -> ExitStatus {
    let host = showingControlCharacters(host)
    do {
      return try dispatch(host)
    } catch let failure as CommandFailure {
      host.note("\(Product.name): \(failure.message)")
      return failure.status
    } catch let error as LedgerError {
      host.note("\(Product.name): \(error.sentence)")
      return ServiceBuilder.status(of: error)
    } catch let error as any Worded {
      host.note("\(Product.name): \(error.sentence)")
      return .failure
    } catch {
      host.note("\(Product.name): unexpected failure: \(error)")
      return .failure
    }
  }

  /// Names come from clients and files: none may steer the terminal that shows them.
  private static func showingControlCharacters(_ host: Host) -> Host {
    var shown = host
    shown.print = { host.print(TerminalText.visible($0)) }
    shown.note = { host.note(TerminalText.line($0)) }
    return shown
  }

  private static func dispatch(_ host: Host) throws -> ExitStatus {
    let index = indexOfCommand(host.arguments)
    let word = index.map { host.arguments[$0] } ?? ""
    let name = ["--help": "help", "-h": "help", "--version": "version"][word] ?? word
    // No command: what most people ask for.
    guard let index, !name.hasPrefix("-") else {
      return try Command.overview.run(try OptionParser(command: .overview).parse(host.arguments[...]), host)
    }
    var words = host.arguments
    words.remove(at: index)
    let second = CommandList.group(name).isEmpty ? nil : indexOfCommand(words)
    guard let command = CommandList.command([name] + (second.map { [words[$0]] } ?? []))?.command else {
      return try group(name, second.map { words[$0] }, host)
    }
    if let second { words.remove(at: second) }
    let options = try OptionParser(command: command).parse(words[...])
    if options.wantsHelp {
      host.print(Help.text(of: command))
      return .success
    }
    do {
      return try command.run(options, host)
    } catch let failure as CommandFailure where failure.status == .usage {
      throw CommandFailure(status: .usage, message: OptionSpelling(of: command).sentence(failure.message))
    }
  }

  /// The first word that is neither an option of every command nor its value.
  private static func indexOfCommand(_ words: [String]) -> Int? {
    var index = 0
    while index < words.count {
      let name = words[index].prefix { $0 != "=" }
      guard let option = Command.commonOptions.first(where: { $0.name == name }), option.placeholder != nil
      else {
        return index
      }
      index += words[index].count == name.count ? 2 : 1
    }
    return nil
  }

  /// Shows the commands of a group to one who named only the group.
  private static func group(_ name: String, _ second: String?, _ host: Host) throws -> ExitStatus {
    let commands = CommandList.group(name)
    guard !commands.isEmpty else { throw unknownCommand(name) }
    switch second {
    case "--help", "-h":
      host.print(Help.text(of: commands, named: name))
      return .success
    case nil:
      for line in Help.text(of: commands, named: name).split(separator: "\n", omittingEmptySubsequences: false) {
        host.note(String(line))
      }
      return .usage
    case let second?: throw unknownCommand(name + " " + second)
    }
  }

  private static func unknownCommand(_ word: String) -> CommandFailure {
    let hint = CommandList.nearest(to: word).map { "; did you mean \"\($0)\"?" } ?? ""
    return CommandFailure(
      status: .usage,
      message: CommandFailure.sentences("unknown command \"\(word)\"\(hint)", see: "help", "for the commands"))
  }
}
