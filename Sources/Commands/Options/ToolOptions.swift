import JSON
import Ledger
import Server
import Service

// Options that are arguments of a tool under another name.
extension CommandOption {
  /// What is asked about: a period, and whose records.
  static let usage = period + filters

  /// A period, as `get_usage` takes it.
  static let period =
    [
      word(
        "--period", "PERIOD", .period,
        "today, yesterday, this_week, this_month (default), last_7_days, last_30_days or all")
    ] + ends

  /// A period by its ends.
  static let ends = [
    word("--since", "TIME", .since, "From a date or RFC 3339 time on"),
    word("--until", "TIME", .until, "Up to a date, inclusive, or a time, exclusive"),
    word("--timezone", "ZONE", .timezone, "Count days in an IANA zone such as Europe/Berlin"),
  ]

  /// Whose records are asked about, and of what.
  static let filters = [
    word("--user", "NAME", .userID, "Only of this user"),
    word("--session", "ID", .sessionID, "Only of this session"),
    word("--project", "NAME", .projectID, "Only of this project"),
    word("--agent", "NAME", .agent, "Only of this agent"),
    word("--model", "NAME", .model, "Only of this model"),
    word("--provider", "NAME", .provider, "Only of this provider"),
    word("--source", "NAME", .source, "Only from this source, such as claude-code or mcp"),
  ]

  /// A call: what is called, with how many tokens.
  static let call = [calledModel] + callDetails

  /// The model of a call.
  static let calledModel = word("--model", "NAME", .model, "The model")

  /// What is told of a call besides its model.
  static let callDetails = [
    word("--provider", "NAME", .provider, "Who serves it (default: found from the model)"),
    word("--service-tier", "NAME", .serviceTier, "Its service tier (default: standard)"),
    number("--input-tokens", .inputTokens, "Prompt tokens, cached ones included"),
    number("--output-tokens", .outputTokens, "Output tokens, reasoning included"),
    number("--cache-read-tokens", .cacheReadTokens, "Prompt tokens read from a cache (default: none)"),
    number("--cache-write-tokens", .cacheWriteTokens, "Prompt tokens written to a cache (default: none)"),
  ]

  /// Whose call it is.
  static let caller = [
    word("--user", "NAME", .userID, "Whose call it is (default: who runs the program)"),
    word("--session", "ID", .sessionID, "Its conversation"),
    word("--project", "NAME", .projectID, "Its project"),
    word("--agent", "NAME", .agent, "Its agent"),
  ]

  /// The currency of amounts.
  static let shownCurrency = word(
    "--currency", "CODE", .currency, "Show amounts in KRW, EUR, JPY, ... at a rate of its day (default USD)")
  /// By what totals are split.
  static let groupBy = words(
    "--group-by", "NAMES", .groupBy,
    "Split by model (default), provider, user_id, project_id, agent, day, ... or several")
  /// How many rows are shown.
  static let limit = number("--limit", .pageSize, in: 1...1_000, "Show at most COUNT lines (default 20)")
  /// How many calls there are.
  static let calls = number("--calls", .calls, in: 1...1_000_000, "So many calls (default 1)")
  /// Rows as comma-separated values.
  static let csv = CommandOption("--csv", nil, "Print rows as comma-separated values") { $1.isCSV = true }

  /// An option whose value is a text.
  static func word(_ name: String, _ placeholder: String, _ argument: ArgumentName, _ summary: String) -> CommandOption
  {
    CommandOption(name, placeholder, summary, argument: argument) { $1.toolArguments[argument.rawValue] = .string($0) }
  }

  /// An option whose value is a list of texts with commas between.
  static func words(_ name: String, _ placeholder: String, _ argument: ArgumentName, _ summary: String) -> CommandOption
  {
    CommandOption(name, placeholder, summary, argument: argument) { value, options in
      let words = value.split(separator: ",").map { String(EnvironmentFile.trimmed($0)) }.filter { !$0.isEmpty }
      guard !words.isEmpty else {
        throw CommandFailure(status: .usage, message: "\(name) takes names with commas between")
      }
      options.toolArguments[argument.rawValue] = .array(words.map(JSONValue.string))
    }
  }

  /// An option whose value is a whole number.
  static func number(
    _ name: String, _ argument: ArgumentName, in range: ClosedRange<Int64> = 0...Int64.max, _ summary: String
  ) -> CommandOption {
    CommandOption(name, "COUNT", summary, argument: argument) { value, options in
      guard let count = Int64(value), range.contains(count) else {
        let end = range.upperBound == .max ? "up" : "to \(range.upperBound)"
        throw CommandFailure(
          status: .usage, message: "\(name) takes a whole number from \(range.lowerBound) \(end), not \"\(value)\"")
      }
      options.toolArguments[argument.rawValue] = .number(JSONNumber(count))
    }
  }
}
