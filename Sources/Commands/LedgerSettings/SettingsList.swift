import JSON
import Server
import Service

extension Command {
  /// `settings list`: what holds for all who use the ledger.
  static let settingsList = Command(
    name: "settings list", summary: "Show the settings that the ledger itself holds",
    discussion: """
      They hold for every process that uses the ledger, whatever its environment says, so that limits have one day and
      calls one price. The first process that uses a ledger writes them into it. What config.json in the data folder
      says wins over them.
      """,
    options: [.json]
  ) { options, host in
    let run = try SettingRun(options, host)
    let (rows, zone) = (try SettingEditor(run.service).list(), run.service.defaultZone)
    host.print(
      options.isJSON
        ? JSONWriter.string(.array(rows.map { SettingDocument.row($0.setting, $0.held, zone) }))
        : SettingListText(rows: rows, zone: zone).text)
    return .success
  }
}
