import Server
import Service

/// Reads the words after a command's name.
struct OptionParser {
  let command: Command

  /// Returns what the words set.
  ///
  /// `--name VALUE` and `--name=VALUE` mean the same; `-h` is `--help`; after `--` every word is an operand.
  func parse(_ words: ArraySlice<String>) throws -> Options {
    var options = Options()
    var (rest, given) = (words, Set<String>())
    while let word = rest.popFirst() {
      if word == "--" {
        options.operands += rest
        break
      }
      guard word.hasPrefix("-"), word != "-", !Self.isAmount(word) else {
        options.operands.append(word)
        continue
      }
      given.insert(try apply(word, &rest, &options))
    }
    if !options.wantsHelp {
      try checkOperands(options)
      try checkNeeds(given)
    }
    return options
  }

  /// Takes an option in, and returns its name.
  private func apply(_ word: String, _ rest: inout ArraySlice<String>, _ options: inout Options) throws -> String {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name = parts[0] == "-h" ? "--help" : parts[0]
    guard let option = command.allOptions.first(where: { $0.name == name }) else { throw unknown(name) }
    let attached = parts.count == 2 ? parts[1] : nil
    guard option.placeholder != nil else {
      guard attached == nil else { throw usage("\(name) takes no value") }
      try option.apply("", &options)
      return name
    }
    // An empty value is nearly always a shell variable that is not set.
    guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
      throw usage("\(name) needs a value: \(name) \(option.placeholder ?? "")")
    }
    try option.apply(value, &options)
    return name
  }

  /// Whether a word is a number below zero and no option.
  private static func isAmount(_ word: String) -> Bool {
    word.utf8.dropFirst().first.map { (48...57).contains($0) || $0 == UInt8(ascii: ".") } ?? false
  }

  private func checkOperands(_ options: Options) throws {
    if options.operands.count < command.requiredOperands {
      throw usage("\(command.operandNames[options.operands.count]) is missing")
    }
    guard !command.repeatsLastOperand, options.operands.count > command.operandNames.count else { return }
    throw usage("unexpected \"\(options.operands[command.operandNames.count])\"")
  }

  private func checkNeeds(_ given: Set<String>) throws {
    let missing = command.options.filter { !$0.need.isMet(by: given, for: $0.name) }.map(\.words)
    guard let last = missing.last else { return }
    let others = missing.dropLast().joined(separator: ", ")
    throw usage(others.isEmpty ? "\(last) is missing" : "\(others) and \(last) are missing")
  }

  private func unknown(_ name: String) -> CommandFailure {
    let nearest = Spelling.nearest(to: name, among: command.allOptions.map(\.name))
    return usage("unknown option \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
  }

  private func usage(_ text: String) -> CommandFailure {
    CommandFailure(
      status: .usage, message: CommandFailure.sentences(text, see: "\(command.name) --help", "for what it takes"))
  }
}
