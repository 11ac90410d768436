import AgentLogs
import CivilTime
import JSON
import Ledger
import Server
import Service

extension Command {
  /// `import`: takes in what other programs have logged.
  static let importLogs = Command(
    name: "import", summary: "Take in the calls that coding agents and other tools have logged",
    discussion: """
      Without words it takes in what is new in the logs of all programs. SOURCE takes in those of one:
      \(LogSources.names.joined(separator: ", ")).
      FILE names files or folders, wherever they are. Each call counts once, however often its log is read, copied or
      resumed. --since leaves out files that were last written before TIME.
      """,
    options: [.since, .timezone, .explain, .json], operandNames: ["SOURCE", "FILE"], repeatsLastOperand: true
  ) { options, host in
    let service = try ServiceBuilder.service(options, host, entersPrices: options.explained == nil)
    let run = ImportRun(options: options, host: host, service: service)
    if let name = options.explained { return try run.explain(name) }
    try ServiceBuilder.open(service.ledger)
    return try run.takeIn()
  }
}

/// One run of `import`.
struct ImportRun {
  /// How long it works between two commits, in milliseconds.
  private static let stepMilliseconds: Int64 = 250

  let options: Options
  let host: Host
  let service: LedgerService

  /// Takes in what is asked for, and says what has become of it.
  func takeIn() throws -> ExitStatus {
    let sources = try chosenSources()
    try mustNameFiles(of: sources)
    let intake = LogIntake(
      service, sources: sources, home: ServiceBuilder.home(host), monotonicMilliseconds: host.monotonicMilliseconds)
    let (named, since) = (try namedFiles(of: sources), try since())
    do throws(LedgerError) {
      if options.operands.count < 2 { try intake.look(since: since) }
      for (source, files) in named { try intake.take(files, of: source) }
      try finish(intake)
    } catch {
      throw CommandFailure(status: .failure, message: error.sentence)
    }
    for fault in intake.report.faults { host.note("\(Product.name): \(LogSentences.message(fault))") }
    host.print(
      options.isJSON
        ? JSONWriter.string(.object(intake.report.document)) : ImportText(intake.report).text)
    return intake.report.faults.isEmpty || options.operands.count < 2 ? .success : .inputOutput
  }

  private func finish(_ intake: LogIntake) throws(LedgerError) {
    let whole = intake.waitingBytes
    var shown: Int64 = 0
    while intake.hasWork {
      try intake.work(milliseconds: Self.stepMilliseconds)
      let share = whole == 0 ? 0 : (whole - intake.waitingBytes) * 10 / whole
      // Only long work tells how far it is.
      if share > shown, share < 10, whole > 100_000_000 {
        host.note("\(Product.name): \(share * 10) % of \(whole / 1_000_000) MB read")
        shown = share
      }
    }
  }
}

extension ImportRun {
  /// The files that the operands name, each with the form of its source that reads it.
  private func namedFiles(of sources: [any LogSource]) throws -> [(any LogSource, [LogFile])] {
    try options.operands.dropFirst().flatMap { name in
      let found = NamedLogs.files(at: DataFolder.path(name, host), of: sources)
      guard !found.isEmpty else {
        throw CommandFailure(
          status: .inputOutput, message: "\(name) is no file that can be read, and no folder with logs of this source")
      }
      return found
    }
  }

  /// Some sources have no place of their own.
  private func mustNameFiles(of sources: [any LogSource]) throws {
    guard let name = options.operands.first, options.operands.count == 1, !sources.isEmpty else { return }
    let home = ServiceBuilder.home(host)
    guard sources.allSatisfy({ $0.roots(of: home).isEmpty }) else { return }
    throw CommandFailure(
      status: .usage, message: "\(name) has no folder of its own; name the files: \(Product.name) import \(name) FILE")
  }

  private func chosenSources() throws -> [any LogSource] {
    guard let name = options.operands.first else { return LogSources.all }
    let sources = LogSources.named(name.lowercased())
    guard sources.isEmpty else { return sources }
    let near = Spelling.nearest(to: name, among: LogSources.names).map { "; did you mean \($0)?" } ?? ";"
    throw CommandFailure(
      status: .usage,
      message: "unknown source \"\(name)\"\(near) known are \(LogSources.names.joined(separator: ", "))")
  }

  /// The time from which files must have been written to be read.
  private func since() throws -> Instant? {
    guard options.since != nil else { return nil }
    return try PeriodArguments(
      name: nil, since: options.since, until: nil, timezone: options.timezone, service: service
    ).period.since
  }

  /// Shows what becomes of each line of a file, or of the files of a session.
  func explain(_ name: String) throws -> ExitStatus {
    let found = try Explained.all(
      named: name, at: DataFolder.path(name, host), of: try chosenSources(), ServiceBuilder.home(host))
    guard !found.isEmpty else {
      throw CommandFailure(
        status: .usage, message: "no file \"\(name)\", and no log of a session of that name; give the path of a file")
    }
    for one in found { host.print(options.isJSON ? one.json : one.text) }
    return .success
  }
}
