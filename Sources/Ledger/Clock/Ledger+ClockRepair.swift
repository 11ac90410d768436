import CivilTime
import SQLite

extension Ledger {
  /// Takes the ledger's time back to the clock's, in the running batch.
  ///
  /// A clock that was far ahead leaves entries of a time that has not come: until then new calls would be dated by it,
  /// windows would not move, and limits that began again would count nothing. Everything of such a time is brought to
  /// the time of the repair. What records were before stays in the file next to the entry.
  ///
  /// - Returns: The entry; nil when the ledger's time is not ahead of the clock, and nothing was done.
  package func repairClock(by user: String, reason: String) throws(LedgerError) -> ClockRepair? {
    let now = world.now()
    return try writing { store throws(SQLiteError) in
      try store.flushPending()
      let before = try store.newestEntry()
      guard before > now else { return nil }
      return try store.repairClock(
        to: now,
        ClockRepair(
          enteredAt: now, enteredBy: user, reason: reason, before: before, enteredAhead: 0, datedAhead: 0))
    }
  }

  /// Returns the repairs of the ledger's time, the oldest first.
  package func clockRepairs() throws(LedgerError) -> [ClockRepair] {
    try reading { store throws(SQLiteError) in
      try store.connection.all(
        "SELECT entered_at, entered_by, reason, before, entered_ahead, dated_ahead FROM clock_repair ORDER BY id"
      ) { row throws(SQLiteError) in
        ClockRepair(
          enteredAt: try row.time(0), enteredBy: try row.text(1), reason: try row.text(2), before: try row.time(3),
          enteredAhead: try row.count(4), datedAhead: try row.count(5))
      }
    }
  }
}

extension LedgerStore {
  /// How many records are moved at a time, so that memory stays flat.
  private static let chunk: Int64 = 500

  fileprivate func repairClock(to now: Instant, _ repair: ClockRepair) throws(SQLiteError) -> ClockRepair {
    var repair = repair
    let time = SQLValue.integer(now.milliseconds)
    let latest = now.adding(milliseconds: Ledger.allowedLeadMilliseconds)
    try connection.run(
      "INSERT INTO clock_repair (entered_at, entered_by, reason, before, entered_ahead, dated_ahead) VALUES (?, ?, ?, ?, 0, 0)",
      time, .text(repair.enteredBy), .text(repair.reason), .integer(repair.before.milliseconds))
    let id = connection.lastInsertRowID
    try connection.run(
      """
      INSERT INTO clock_repaired_record (repair, public_id, recorded_at, timestamp)
      SELECT ?1, public_id, recorded_at, timestamp FROM record WHERE recorded_at > ?2 OR timestamp > ?3
      """, .integer(id), time, .integer(latest.milliseconds))
    try bringEntries(to: now)
    try bringLimits(to: now)
    try noteEntry(at: now, isUpdate: true)
    repair.datedAhead = try moveRecords(datedAfter: latest, to: now)
    repair.enteredAhead =
      try connection.firstInteger(
        "SELECT count(*) FROM clock_repaired_record WHERE repair = ? AND recorded_at > ?", .integer(id), time) ?? 0
    try connection.run(
      "UPDATE clock_repair SET entered_ahead = ?, dated_ahead = ? WHERE id = ?", .integer(repair.enteredAhead),
      .integer(repair.datedAhead), .integer(id))
    return repair
  }

  /// Brings times of entry that have not come to `now`; accounts draw on the same records as before.
  private func bringEntries(to now: Instant) throws(SQLiteError) {
    let time = SQLValue.integer(now.milliseconds)
    // An account that was opened ahead takes a moment of its own, behind the records that were entered before it.
    try connection.run(
      """
      UPDATE record SET recorded_at = ?1 + (EXISTS (
        SELECT 1 FROM balance_account b JOIN context c ON c.user_id = b.user_id
        WHERE c.id = record.context AND b.opened_at > ?1 AND b.opened_at <= record.recorded_at))
      WHERE recorded_at > ?1
      """, time)
    try connection.run("UPDATE balance_account SET opened_at = ?1 + 1 WHERE opened_at > ?1", time)
    transaction.accountOpenings = [:]
    try connection.run("UPDATE session SET ended_at = ?1 WHERE ended_at > ?1", time)
    try connection.run("UPDATE outbox SET next_attempt_at = ?1 WHERE next_attempt_at > ?1", time)
    // No reservation holds longer than a day.
    try connection.run(
      "DELETE FROM reservation WHERE expires_at > ?",
      .integer(now.adding(milliseconds: Instant.millisecondsPerDay).milliseconds))
  }

  /// Lets limits that began again at a time that has not come do so now, and their short windows count what is there.
  private func bringLimits(to now: Instant) throws(SQLiteError) {
    let time = SQLValue.integer(now.milliseconds)
    try connection.run("UPDATE limit_rule SET created_at = ?1 WHERE created_at > ?1", time)
    try connection.run("UPDATE limit_mark SET seen_at = ?1 WHERE seen_at > ?1", time)
    try connection.run("UPDATE limit_reset SET at = ?1 WHERE at > ?1", time)
    let hadResets = connection.changes > 0
    try connection.run("DELETE FROM counter WHERE seconds < 0 AND slot > ?", time)
    try changeLimitBook()
    let grains = try limitBook().grains
    try refillShortCounters(grains, at: now.milliseconds)
    guard hadResets else { return }
    try fillCut(now.milliseconds, of: nil, CounterGrain.all)
    for (dimension, grains) in grains { try fillCut(now.milliseconds, of: dimension, grains) }
  }

  /// Dates records of after `latest` at `now`.
  ///
  /// - Returns: How many.
  private func moveRecords(datedAfter latest: Instant, to now: Instant) throws(SQLiteError) -> Int64 {
    var moved: Int64 = 0
    while true {
      let records = try connection.all(
        StoredRecord.select + " WHERE r.timestamp > ? ORDER BY r.id LIMIT ?", .integer(latest.milliseconds),
        .integer(Self.chunk)
      ) { row throws(SQLiteError) in try StoredRecord(row: row) }
      guard !records.isEmpty else { return moved }
      for record in records {
        var dated = record
        dated.facts.timestamp = now
        for index in dated.reports.indices { dated.reports[index].timestamp = now }
        try replace(record, by: dated)
      }
      moved += Int64(records.count)
      try flushPending()
    }
  }
}
