import CivilTime
import JSON
import Ledger
import SQLite

/// One reading of Goose's database, from what was seen in it the last time.
///
/// Of each session is known how much of it is reported already: its calls in the ledger, and what the sums in its own
/// row have grown. A row of the ledger that was carried forward is what the sums were ahead of the ledger then, so it
/// tells again of what was reported when they grew.
struct GooseReading {
  private static let columns =
    ["id", "session_id", "created_timestamp", "model", "cost", "cost_source"]
    + ["input", "output", "total", "cache_read", "cache_write"].map { "\($0)_tokens" }

  private let sessions: [GooseSession]
  private let places: [String: Int]
  /// What is reported of each session.
  private var reported: [String: GooseSum] = [:]
  /// What the rows of the ledger of each session add up to.
  private var ledgerSums: [String: GooseSum] = [:]
  /// The last row of the ledger that was reported.
  private var lastRow: Int64

  /// Begins with the sessions, and with what was remembered.
  init(_ sessions: [GooseSession], _ memory: JSONObject) {
    self.sessions = sessions
    places = Dictionary(sessions.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    lastRow = memory["row"]?.number?.int64 ?? -1
    for (id, text) in memory["sessions"]?.object ?? JSONObject() {
      if let sum = text.string.flatMap({ GooseSum(text: $0) }) { reported[id] = sum }
    }
  }

  /// What must be known the next time: of sessions whose ledger does not tell it, how much of them is reported.
  var memory: JSONObject {
    var kept = JSONObject()
    for (place, session) in sessions.enumerated() where places[session.id] == place {
      guard let sum = reported[session.id], sum != ledgerSums[session.id] else { continue }
      kept.append(session.id, .string(sum.text))
    }
    return ["row": .number(JSONNumber(lastRow)), "sessions": .object(kept)]
  }

  /// Reads the ledger, of which rows are never changed.
  mutating func readLedger(
    _ table: LogTable, in database: Connection, into findings: inout LogFindings
  ) throws(SQLiteError) {
    let known = lastRow
    let remembered = reported
    try table.forEach(in: database, Self.columns, order: "id") { row throws(SQLiteError) in
      guard let number = row.integer("id"), let id = row.text("session_id") else { return findings.skip(.malformed) }
      let used = GooseSum(row) ?? GooseSum()
      let sum = (ledgerSums[id] ?? GooseSum()).adding(used)
      ledgerSums[id] = sum
      if number <= known {
        // What was not remembered is what the ledger said.
        if remembered[id] == nil { reported[id] = sum }
        return
      }
      lastRow = max(lastRow, number)
      findings.place = number
      read(row, number, used, sum, &findings)
    }
  }

  private mutating func read(
    _ row: NamedRow, _ number: Int64, _ used: GooseSum, _ sum: GooseSum, _ findings: inout LogFindings
  ) {
    guard let id = row.text("session_id"), let session = places[id].map({ sessions[$0] }) else {
      return findings.skip(.malformed)
    }
    guard let time = row.instant("created_timestamp") else { return findings.skip(.timeless) }
    if row.text("cost_source") == "carried_forward" {
      advance(session, to: (reported[id] ?? GooseSum()).joined(sum), at: time, &findings)
      return
    }
    guard used != GooseSum() else { return findings.skip(.empty) }
    reported[id] = (reported[id] ?? GooseSum()).adding(used)
    let key = "\(id) row \(number) \(time.milliseconds)"
    var call = session.call(used, key: key, at: time, root: root(of: session), model: row.text("model"))
    if row.text("cost_source") == "provider_reported" { call.facts.reportedCost = row.dollars("cost") }
    findings.add(call)
  }

  /// Reports what the sums of sessions have grown since they were last seen.
  mutating func readSums(into findings: inout LogFindings) {
    findings.place = 0
    for session in sessions {
      guard let sum = session.sum else { continue }
      let seen = reported[session.id] ?? GooseSum()
      // Where there is a ledger, the larger of both counts, and sums that are behind it say nothing.
      let isFallen = ledgerSums[session.id] == nil && sum.isBehind(seen)
      guard isFallen || sum.ahead(of: seen) != GooseSum() else { continue }
      guard let time = session.updated else {
        findings.skip(.timeless)
        continue
      }
      advance(session, to: isFallen ? sum : seen.joined(sum), at: time, &findings)
    }
  }

  /// Reports how much a session has used beyond what is reported of it; all of it where its counters began again.
  ///
  /// The first report is known by the session alone, as its file of before the database is.
  private mutating func advance(
    _ session: GooseSession, to sum: GooseSum, at time: Instant, _ findings: inout LogFindings
  ) {
    let seen = reported[session.id]
    reported[session.id] = sum
    let used = seen.map { sum.isBehind($0) ? sum : sum.ahead(of: $0) } ?? sum
    guard !used.tokens.isEmpty else { return }
    let key = seen.map { "\(session.id) \($0.text) > \(sum.text)" } ?? session.id
    findings.add(session.call(used, key: key, at: time, root: root(of: session)))
  }

  /// The session that started the one that started this one, and so on up.
  private func root(of session: GooseSession) -> String {
    var session = session
    // A circle would have no end.
    for _ in 0..<32 {
      guard let parent = session.parent else { return session.id }
      guard let place = places[parent] else { return parent }
      session = sessions[place]
    }
    return session.id
  }
}
