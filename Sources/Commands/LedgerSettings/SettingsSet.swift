import JSON
import Server
import Service

extension Command {
  /// `settings set`: another value from now on.
  static let settingsSet = Command(
    name: "settings set", summary: "Change a setting of the ledger, for all who use it",
    discussion: """
      NAME and VALUE are one of
        timezone        IANA zone of days, weeks, months and their limits, such as Europe/Berlin
        week_start      day on which weeks begin, monday to sunday
        fallback_model  model whose price an unknown model takes, or none
        prices          path of the price file or folder laid over the built-in prices, or none for "prices" in the data
                        folder
      Running servers follow at once; other prices hold once a server starts again. Limits count right in every zone.
      Records keep their prices until you run "reprice".
      """,
    options: [.json], operandNames: ["NAME", "VALUE"], requiredOperands: 2
  ) { options, host in
    let run = try SettingRun(options, host)
    let setting = try SettingEditor.setting(named: options.operands[0])
    let change = try SettingEditor(run.service).set(setting, to: try run.value(options.operands[1], of: setting))
    host.print(
      options.isJSON ? JSONWriter.string(SettingDocument.change(change)) : SettingListText.sentence(change))
    return .success
  }
}
