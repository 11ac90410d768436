import JSON
import Ledger
import Logging
import Server
import Service

/// Runs a command that asks a tool and shows its answer.
enum ToolRun {
  /// Opens the ledger, takes in what agents have logged, and asks.
  ///
  /// - Parameters:
  ///   - defaults: What words say where the options do not.
  ///   - answer: Asks, and returns what is printed.
  static func run(
    _ options: Options, _ host: Host, defaults: JSONObject = [:], _ answer: (ToolWords, LedgerService) throws -> String
  ) throws -> ExitStatus {
    let service = try ServiceBuilder.service(options, host, entersPrices: true)
    try ServiceBuilder.open(service.ledger)
    service.logs?.catchUp(milliseconds: LogIntake.commandPatienceMilliseconds)
    var words = options.toolArguments
    for (name, value) in defaults where words[name] == nil { words[name] = value }
    try asking {
      let text = try answer(ToolWords(words, for: service), service)
      // What was entered is told once it is durable.
      try service.ledger.commit()
      host.print(text)
    }
    return .success
  }

  /// Does what `body` asks for; what is wrong with the words is wrong usage of the command line.
  static func asking<T>(_ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as LedgerError where !error.isOfQuestion {
      throw error
    } catch let failure as any Worded {
      throw CommandFailure(status: .usage, message: failure.sentence)
    }
  }

  /// Asks about usage, and shows the answer as JSON, as rows or as lines.
  ///
  /// - Parameters:
  ///   - table: The rows of an answer; all pages of them are printed as comma-separated values.
  ///   - lines: The lines for people, given the rows; warnings follow them.
  static func usage(
    _ options: Options, _ host: Host, defaults: JSONObject = [:],
    table: @escaping (Usage) throws -> Table = { _ in Table(header: [], rows: []) },
    _ lines: (Usage, Table) throws -> [String]
  ) throws -> ExitStatus {
    try run(options, host, defaults: defaults) { words, service in
      if options.isJSON { return JSONWriter.string(.object(try words.usageDocument())) }
      let question = try words.question()
      if options.isCSV {
        return try service.ledger.consistently { try pages(of: question, service, options, host, table) }
      }
      let usage = Usage(question, try service.usage(question), service, options)
      let more = usage.report.next == nil ? [] : [Self.more(question)]
      return TerminalText.lines(
        try lines(usage, try table(usage)) + more + usage.report.warnings.map(\.sentence))
    }
  }

  /// What to do to see the rest.
  static let moreRows = "There are more; show them with a larger --limit."

  /// The largest page of rows.
  private static let largestPage = 1_000

  /// All rows, or as many as were asked for.
  private static func pages(
    of question: UsageQuestion, _ service: LedgerService, _ options: Options, _ host: Host,
    _ table: (Usage) throws -> Table
  ) throws -> String {
    var question = question
    let isLimited = options.toolArguments[ArgumentName.pageSize.rawValue] != nil
    if !isLimited { question.pageSize = largestPage }
    var lines: [String] = []
    repeat {
      let usage = Usage(question, try service.usage(question), service, options)
      if lines.isEmpty { for warning in usage.report.warnings { host.note(warning.sentence) } }
      lines += try table(usage).commaSeparated.dropFirst(lines.isEmpty ? 0 : 1)
      question.position = isLimited ? nil : usage.report.next
    } while question.position != nil
    return TerminalText.lines(lines)
  }

  private static func more(_ question: UsageQuestion) -> String {
    question.pageSize < largestPage ? moreRows : "There are more; ask for a shorter period."
  }
}

/// A question about usage and its answer.
struct Usage {
  /// What was asked.
  let question: UsageQuestion
  /// What was answered.
  let report: UsageReport
  /// Who answered.
  let service: LedgerService
  /// How figures are shown.
  let figures: Figures

  init(_ question: UsageQuestion, _ report: UsageReport, _ service: LedgerService, _ options: Options) {
    (self.question, self.report, self.service) = (question, report, service)
    figures = Figures(report, options)
  }
}

extension LedgerError {
  /// Whether it is about what was said of a call, and not about the ledger.
  fileprivate var isOfQuestion: Bool {
    switch self {
    case .timestampAhead, .timestampUnset, .quantityOutOfRange, .otherUser, .archivedEnd, .archivedSession: true
    default: false
    }
  }
}
