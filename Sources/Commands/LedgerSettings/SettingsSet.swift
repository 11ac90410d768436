import JSON
import Ledger
import MCP
import Server
import Service

extension Command {
  /// `settings list`: what holds for all who use the ledger.
  static let settingsList = Command(
    name: "settings list", summary: "Show the settings that the ledger itself holds",
    discussion: """
      They hold for every process that uses the ledger, whatever its environment says, so that limits have one day and
      calls one price. The first process that uses a ledger writes them into it; config.json in the data folder goes
      before them.
      """,
    options: [.json]
  ) { options, host in
    let run = try SettingRun(options, host)
    let rows = try run.asking { try SettingEditor(run.service).list() }
    host.print(options.isJSON ? JSONWriter.string(.array(rows)) : SettingListText(rows: rows).text)
    return .success
  }

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
      Running servers follow at once, with other prices once they start again. Counters of limits need nothing: they are
      kept so that every zone finds its days in them. Records keep their prices until "reprice" is run.
      """,
    options: [.json], operandNames: ["NAME", "VALUE"], requiredOperands: 2
  ) { options, host in
    let run = try SettingRun(options, host)
    let answer = try run.asking {
      let setting = try SettingEditor.setting(named: options.operands[0])
      return try SettingEditor(run.service).set(setting, to: try run.value(options.operands[1], of: setting))
    }
    host.print(options.isJSON ? JSONWriter.string(.object(answer)) : SettingListText.sentence(answer))
    return .success
  }
}

/// One command's work on the settings of a ledger.
struct SettingRun {
  /// The service over the ledger, which is open.
  let service: LedgerService
  private let host: Host

  /// Opens the ledger that the options name.
  init(_ options: Options, _ host: Host) throws {
    self.host = host
    service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
  }

  /// Puts a failure into words and a status.
  func asking<T>(_ question: () throws -> T) throws -> T {
    do {
      return try question()
    } catch let failure as any Worded {
      throw CommandFailure(status: .failure, message: failure.sentence)
    }
  }

  /// The value as the ledger keeps it; a path must be there.
  func value(_ text: String, of setting: LedgerSetting) throws -> String {
    guard setting == .prices, text != "none" else { return text }
    let path = DataFolder.path(text, host)
    guard host.listFolder(path) != nil || host.readFile(path) != nil else {
      throw CommandFailure(
        status: .inputOutput, message: "\(path) cannot be read; give a price file or a folder of them")
    }
    return path
  }
}

/// Settings as lines for a terminal.
struct SettingListText {
  /// What the service says of each.
  let rows: [JSONValue]

  /// The table.
  var text: String {
    let header = ["name", "value", "set by", "at", "user"]
    let cells = rows.compactMap(\.object).map { row in
      [Self.text(row["name"]), row["value"]?.string ?? "none", Self.origin(row["set_by"]?.string ?? "")]
        + ["set_at", "user"].map { Self.text(row[$0]) }
    }
    return Table(header: header, rows: cells, textColumns: 5).lines.joined(separator: "\n")
  }

  /// What a change has come to.
  static func sentence(_ answer: JSONObject) -> String {
    let (name, value, before) = (text(answer["name"]), answer["value"]?.string, answer["before"]?.string)
    return "\(name) is \(value ?? "none"); it was \(before ?? "none")."
  }

  private static func origin(_ name: String) -> String {
    switch name {
    case "first_use": "first use"
    case "records": "records before"
    case "config": "config.json"
    case "command": "settings set"
    default: ""
    }
  }

  private static func text(_ value: JSONValue?) -> String { value?.string ?? "" }
}
