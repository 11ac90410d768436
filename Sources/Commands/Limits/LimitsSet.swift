import JSON
import Ledger
import MCP
import Service

extension Command {
  /// `limits set`: a limit from now on.
  static let limitsSet = Command(
    name: "limits set", summary: "Set a limit on tokens, cost or requests",
    discussion: """
      A scope without a name gives each one of its kind the limit by itself: --scope user --metric cost --window day
      --limit 5 allows each user five dollars a day. The limit goes by an id made of its parts, here user-cost-day; set
      again it gets the new amount and keeps what it has counted. What was recorded before counts too. Running servers
      and guards follow at once.
      """,
    options: CommandOption.limitWords + [.json]
  ) { options, host in
    try LimitRun(options, host).change { editor, service in
      let rule = try options.limitWords.rule(origin: .command, mark: "--", service: service)
      try editor.set(rule)
      return (rule.id, "Set")
    }
  }

  /// `limits remove`: no limit from now on.
  static let limitsRemove = Command(
    name: "limits remove", summary: "Remove a limit",
    discussion: "The id is that of \"limits list\". Records stay as they are.",
    options: [.json], operandNames: ["ID"], requiredOperands: 1
  ) { options, host in
    try LimitRun(options, host).change { editor, _ in
      try editor.remove(options.operands[0])
      return (options.operands[0], "Removed")
    }
  }

  /// `limits reset`: a window that begins again.
  static let limitsReset = Command(
    name: "limits reset", summary: "Let the window of a limit begin again, for all or for one",
    discussion: """
      From now on only what is recorded with a later time counts against the limit, until its window begins again by
      itself. Nothing is deleted: reports show what they showed before. Without a name a limit on each one of a kind
      begins again for all of them.
      """,
    options: CommandOption.limitNames + [.json], operandNames: ["ID"], requiredOperands: 1
  ) { options, host in
    try LimitRun(options, host).change { editor, service in
      try editor.reset(options.operands[0], for: options.limitNames)
      return (options.operands[0], "Restarted")
    }
  }

  /// `limits list`: every limit and where it stands.
  static let limitsList = Command(
    name: "limits list", summary: "Show every limit and where it stands",
    discussion: """
      Limits come from the environment, config.json and "limits set". Of a limit on each one of a kind the ten nearest
      to it are shown.
      """,
    options: [.json]
  ) { options, host in
    let run = try LimitRun(options, host)
    let limits = try run.asking { try LimitEditor(run.service).list() }
    host.print(options.isJSON ? JSONWriter.string(.array(limits)) : LimitListText(limits: limits).text)
    return .success
  }
}

/// One command's work on the limits of a ledger.
struct LimitRun {
  /// The service over the ledger, which is open.
  let service: LedgerService
  private let options: Options
  private let host: Host

  /// Opens the ledger that the options name.
  init(_ options: Options, _ host: Host) throws {
    self.options = options
    self.host = host
    service = try ServiceBuilder.service(options, host)
    try ServiceBuilder.open(service.ledger)
  }

  /// Makes a change and shows the limit as it then stands.
  func change(_ change: (LimitEditor, LedgerService) throws -> (id: String, did: String)) throws -> ExitStatus {
    let editor = LimitEditor(service)
    let (id, did) = try asking { try change(editor, service) }
    let limit = try asking { try editor.list() }.first { $0.object?["id"]?.string == id }
    guard options.isJSON else {
      host.print(
        (["\(did) \(id)."] + (limit.map { ["", LimitListText(limits: [$0]).text] } ?? [])).joined(separator: "\n"))
      return .success
    }
    host.print(JSONWriter.string(limit ?? ["id": .string(id), "removed": true]))
    return .success
  }

  /// Puts a failure into words and a status.
  func asking<T>(_ question: () throws -> T) throws -> T {
    do {
      return try question()
    } catch let failure as ToolFailure {
      throw CommandFailure(status: .failure, message: failure.message)
    }
  }
}

/// Limits as a table for a terminal.
struct LimitListText {
  /// What the service says of each.
  let limits: [JSONValue]

  /// The lines.
  var text: String {
    guard !limits.isEmpty else {
      return "No limits are set. \"\(Product.name) limits set --help\" says how to set one."
    }
    let header = ["id", "for", "counts", "action", "limit", "used", "percent", "level", "resets"]
    return Table(header: header, rows: limits.compactMap(\.object).flatMap(rows), textColumns: 4).lines
      .joined(separator: "\n")
  }

  private func rows(_ limit: JSONObject) -> [[String]] {
    let states = (limit["states"]?.array ?? []).compactMap(\.object)
    guard !states.isEmpty else { return [row(limit, JSONObject())] }
    return states.map { row(limit, $0) }
  }

  private func row(_ limit: JSONObject, _ state: JSONObject) -> [String] {
    let window = text(limit["window"])
    let span = window == "total" ? "in total" : "per " + window
    return [
      text(limit["id"]), text(state["scope"] ?? limit["scope"]), "\(text(limit["metric"])) \(span)",
      text(limit["action"]), figure(limit["limit"], limit), figure(state["used"], limit),
      text(state["percent"]), text(state["level"]), text(state["resets_at"]),
    ]
  }

  private func figure(_ value: JSONValue?, _ limit: JSONObject) -> String {
    guard let number = value?.number else { return "" }
    return limit["metric"]?.string == "cost" ? "$" + number.lexeme : number.int64.map(Grouped.text) ?? number.lexeme
  }

  private func text(_ value: JSONValue?) -> String { value?.string ?? value?.number?.lexeme ?? "" }
}
