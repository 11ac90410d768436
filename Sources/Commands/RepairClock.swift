import JSON
import Ledger
import Logging
import Server
import Service

extension Command {
  /// `repair clock`: takes the ledger's time back to the clock's.
  static let repairClock = Command(
    name: "repair clock", summary: "Take the ledger's time back to the clock's, and keep a note of it",
    discussion: """
      The ledger's time never runs backwards, so that a clock that is set back frees no limit. If the clock was far
      ahead once, the ledger stays there: new calls get that time, and windows do not move. When the clock is right
      again, this takes the ledger back to it. What was entered at a time that has not come counts as entered now, and
      records that are dated more than 24 hours ahead are dated now. An entry says who did it, when and why; what the
      records were before stays in the file.
      """,
    options: [.reason, .listRepairs, .json]
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
    guard !options.isList else {
      let repairs = try service.ledger.clockRepairs()
      host.print(
        options.isJSON
          ? JSONWriter.string(.array(repairs.map { .object($0.document) })) : ClockRepair.text(of: repairs))
      return .success
    }
    let repair = try service.ledger.repairClock(by: service.settings.userName, reason: options.reason ?? "")
    try service.ledger.commit()
    host.print(
      options.isJSON
        ? JSONWriter.string(.object(repair?.document ?? ["repaired": false])) : ClockRepair.sentence(repair))
    return .success
  }
}

extension CommandOption {
  /// `--list`, of repairs.
  static let listRepairs = CommandOption("--list", nil, "Show the repairs that were made, and change nothing") {
    _, options in options.isList = true
  }
}

extension ClockRepair {
  fileprivate static func sentence(_ repair: ClockRepair?) -> String {
    guard let repair else { return "The ledger's time is not ahead of the clock; nothing was done." }
    return """
      The ledger's time is \(repair.enteredAt) again; it was \(repair.before). \
      \(Grouped.count(repair.enteredAhead, "record")) had been entered ahead, \(Grouped.text(repair.datedAhead)) of them \
      dated ahead too and dated now.
      """
  }

  fileprivate static func text(of repairs: [ClockRepair]) -> String {
    guard !repairs.isEmpty else { return "The ledger's time was never repaired." }
    let rows = repairs.map { repair in
      [
        "\(repair.enteredAt)", repair.enteredBy, repair.reason, "\(repair.before)", Grouped.text(repair.enteredAhead),
        Grouped.text(repair.datedAhead),
      ]
    }
    let header = ["at", "by", "reason", "time before", "entered ahead", "dated ahead"]
    return TerminalText.lines(Table(header: header, rows: rows, textColumns: 4).lines)
  }
}
