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

  /// Asks about usage, and shows the answer as JSON or in the lines that `text` makes of it.
  static func usage(
    _ options: Options, _ host: Host, defaults: JSONObject = [:],
    _ text: (UsageReport, LedgerService) throws -> [String]
  ) throws -> ExitStatus {
    try run(options, host, defaults: defaults) { words, service in
      let (report, json) = try words.usage()
      if options.isJSON { return JSONWriter.string(.object(json())) }
      return TerminalText.lines(try text(report, service))
    }
  }

  /// The rows of a table as they were asked for.
  static func rows(_ table: Table, _ options: Options) -> [String] {
    options.isCSV ? table.commaSeparated : table.lines
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
