import Server

/// Sentences about arguments of tools in the words of a command line.
struct OptionSpelling {
  private let options: [CommandOption]

  /// Takes the options of a command.
  init(of command: Command) { options = command.options }

  /// Returns a sentence with the names of options in the place of those of arguments.
  func sentence(_ text: String) -> String {
    options.reduce(text) { text, option in
      guard let argument = option.argument?.rawValue else { return text }
      let named = text.replacing("Argument `\(argument)`", with: option.name).replacing(
        "`\(argument)`", with: option.name)
      // Other names are also names of groups and members.
      return argument.hasSuffix("_tokens") ? Self.spelled(named, argument, option.name) : named
    }
  }

  /// Replaces a name that is a word by itself.
  private static func spelled(_ text: String, _ argument: String, _ option: String) -> String {
    text.split(separator: " ", omittingEmptySubsequences: false)
      .map { word in
        let start = word.prefix { $0 == "(" }.count
        let end = word.reversed().prefix { ",.;:)".contains($0) }.count
        return word.dropFirst(start).dropLast(end) == argument
          ? word.prefix(start) + option + word.suffix(end) : String(word)
      }.joined(separator: " ")
  }
}
