import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `restore`: puts a copy in the place of the ledger.
  static let restore = Command(
    name: "restore", summary: "Put a copy of the ledger in its place, and keep the present one aside",
    discussion: """
      FILE is what `backup` has written, a copy from the folder backups, or any whole ledger.db. It is looked through
      first and stays as it is; one that is damaged, of another program or of a newer format is refused. The present
      files move together to the folder replaced, in a folder named after the time. Servers that run go on with the
      restored ledger. To take it back, restore the ledger.db in that folder.
      """,
    options: [.json], operandNames: ["FILE"], requiredOperands: 1
  ) { options, host in
    let path = DataFolder.path(options.operands[0], host)
    // Without the service, which would open a ledger that may be damaged.
    let folder = LedgerFolder(path: try SettingSources(options, host).dataFolder)
    let ledger = Ledger(folder: folder, world: ServiceBuilder.world(host))
    let report = try ServiceBuilder.telling { () throws(LedgerError) in try ledger.restore(from: path) }
    host.print(options.isJSON ? JSONWriter.string(.object(report.document(of: path))) : report.text(of: path))
    return .success
  }
}

extension RestoreReport {
  fileprivate func document(of path: String) -> JSONObject {
    var document = inspection.document(at: path)
    if let replaced { document.append("replaced", .string(replaced)) }
    return document
  }

  fileprivate func text(of path: String) -> String {
    let restored = "\(Grouped.count(inspection.records, "record")) restored from \(path)."
    return TerminalText.lines([restored] + (replaced.map { ["The former ledger is in \($0)."] } ?? []))
  }
}
