import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `backup`: writes a copy of the ledger.
  static let backup = Command(
    name: "backup", summary: "Write a copy of the ledger to FILE, also while servers run",
    discussion: """
      The copy is one state of the ledger, whole in one file, which only you can read. It is looked through before it
      gets its name. A file that is there already is left alone, unless you give --replace. The folders archive and
      prices and config.json are not part of it. A backup that is killed leaves FILE.NUMBER.part, which you may delete.
      """,
    options: [.replace, .json], operandNames: ["FILE"], requiredOperands: 1
  ) { options, host in
    let path = DataFolder.path(options.operands[0], host)
    let service = try ServiceBuilder.service(options, host, offersSettings: false)
    let copy = try ServiceBuilder.telling { () throws(LedgerError) in
      try service.ledger.backUp(to: path, present: options.isReplacing ? .replaced : .kept)
    }
    service.log.write(.info, "backup", ["records": .number(JSONNumber(copy.records))])
    host.print(
      options.isJSON
        ? JSONWriter.string(.object(copy.document(at: path)))
        : TerminalText.line("\(Grouped.count(copy.records, "record")) copied to \(path)."))
    return .success
  }
}

extension CommandOption {
  /// `--replace`, of a file that a command writes.
  static let replace = CommandOption("--replace", nil, "Replace FILE if it is there") { _, options in
    options.isReplacing = true
  }
}

extension LedgerInspection {
  /// What a copy of a ledger holds, as JSON.
  func document(at path: String) -> JSONObject {
    [
      "file": .string(path), "format": .number(JSONNumber(format)), "records": .number(JSONNumber(records)),
      "bytes": .number(JSONNumber(bytes)),
    ]
  }
}
