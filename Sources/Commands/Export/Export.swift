import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `export`: records for other programs.
  static let export = Command(
    name: "export", summary: "Write records as csv, jsonl or otlp-json, archived ones too",
    discussion: """
      FORMAT is csv (fixed columns), jsonl (all that the ledger keeps of a record, one a line) or otlp-json (spans of
      OpenTelemetry). The oldest record comes first, and without a period all are written. It is one state of the
      ledger, also while servers run. Times are in UTC. A FILE is only yours to read, and gets its name once it is whole.
      """,
    options: CommandOption.ends + CommandOption.filters + [.exportFile, .replace, .ingest], operandNames: ["FORMAT"],
    requiredOperands: 1
  ) { options, host in
    let forms = ExportForm.allCases.map(\.rawValue)
    guard let form = ExportForm(rawValue: options.operands[0]) else {
      throw CommandFailure(
        status: .usage, message: "FORMAT is one of \(forms.joined(separator: ", ")), not \"\(options.operands[0])\"")
    }
    return try ExportRun(options, host).write(form)
  }
}

extension CommandOption {
  /// `--output`, of a file instead of a folder.
  static let exportFile = CommandOption("--output", "FILE", "Write to FILE instead of standard output") {
    $1.output = $0
  }
}

/// Writes records to standard output or a file.
struct ExportRun {
  /// How many records are written at a time.
  private static let batchSize = 100

  private let options: Options
  private let host: Host
  private let service: LedgerService

  /// Builds the service; a program that serves one user exports that user's records only.
  init(_ options: Options, _ host: Host) throws {
    (self.options, self.host) = (options, host)
    service = try ServiceBuilder.service(options, host, entersPrices: true) { try Role.onlyUser($0) }
  }

  /// Writes the records that the options choose.
  ///
  /// - Throws: ``CommandFailure`` where the archive lacks records; a file is not written then.
  func write(_ form: ExportForm) throws -> ExitStatus {
    let file = try file()
    try ServiceBuilder.open(service.ledger)
    service.logs?.catchUp(milliseconds: LogIntake.commandPatienceMilliseconds)
    let (period, filter) = try ToolRun.asking { try ToolWords(words, for: service).selection() }
    try service.ledger.commit()
    try print(form.header, to: file)
    var batch: [ExportedDocument] = []
    let faults = try service.ledger.export(period, filter, ArchiveReader(host)) { record in
      if let document = ExportedDocument(record) { batch.append(document) }
      guard batch.count == Self.batchSize else { return }
      try print(form.lines(of: batch), to: file)
      batch = []
    }
    if !batch.isEmpty { try print(form.lines(of: batch), to: file) }
    guard faults.isEmpty else { throw Self.failure(faults) }
    try writing { () throws(OutsideFault) in try file?.finish() }
    return .success
  }

  /// All of time where no end of a period is given.
  private var words: JSONObject {
    var words = options.toolArguments
    if words["since"] == nil, words["until"] == nil { words["period"] = "all" }
    return words
  }

  private func file() throws -> (any FileDraft)? {
    guard let output = options.output else { return nil }
    let path = DataFolder.path(output, host)
    switch host.fileKind(path) {
    case .nothing: break
    case .file: guard options.isReplacing, !service.ledger.isOwn(path) else { throw LedgerError.fileExists(path: path) }
    case .fileOfAnother, .folder, .special: throw LedgerError.notPlainFile(path: path)
    }
    return try writing { () throws(OutsideFault) in try host.draftFile(path, options.isReplacing) }
  }

  /// Each line stays one, whatever names are in it, as everywhere on the terminal.
  private func print(_ lines: [String], to file: (any FileDraft)?) throws {
    guard !lines.isEmpty else { return }
    let text = TerminalText.lines(lines)
    guard let file else { return host.print(text) }
    try writing { () throws(OutsideFault) in try file.write(Array(text.utf8) + [0x0A]) }
  }

  private func writing<T>(_ body: () throws(OutsideFault) -> T) throws(CommandFailure) -> T {
    do {
      return try body()
    } catch {
      throw CommandFailure(
        status: .inputOutput, message: "\(options.output ?? "") cannot be written: \(error.reason)")
    }
  }

  private static func failure(_ faults: [ArchiveFault]) -> CommandFailure {
    let sentences = faults.map(VerificationSentences.message).joined(separator: "; ")
    return CommandFailure(status: .badData, message: "records are missing from the export: \(sentences)")
  }
}
