import CivilTime
import JSON
import Pricing
import SQLite

extension LedgerStore {
  /// Returns the records in these rows, in order.
  func records(in rows: [RecordRow]) throws(SQLiteError) -> [StoredRecord] {
    var records: [StoredRecord] = []
    for row in rows {
      let record = try connection.first(StoredRecord.select + " WHERE r.id = ?", row.value) {
        row throws(SQLiteError) in try StoredRecord(row: row)
      }
      // Were it entered again, each further report would be entered again.
      guard let record else { throw .missing(row: row.number, of: "record", in: connection) }
      records.append(record)
    }
    return records
  }

  /// Writes a record's row, new or over the one at `row`, and adds it to the totals.
  func write(
    facts: CallFacts, price: AppliedPrice, id: RecordID, row: RecordRow?, recordedAt: Instant, reports: [CallFacts] = []
  ) throws(SQLiteError) -> StoredRecord {
    let given = try row.map { row throws(SQLiteError) in try givenFigures(of: row) } ?? [:]
    let price = given.isEmpty ? price : price.held(by: given)
    var record = StoredRecord(
      id: id, facts: facts, price: price, recordedAt: recordedAt, reports: reports, row: row ?? .none,
      context: try context(of: facts, price), session: try session(of: facts))
    record.facts.provider = price.provider
    record.correct(by: given)
    let priceRow = try intern(price.row)
    if row != nil {
      try connection.run(StoredRecord.replace, binding: record.changedRow(priceRow: priceRow))
    } else {
      try insert(record, priceRow: priceRow)
      record.row = connection.lastInserted()
    }
    let contribution = record.contribution
    try count(contribution)
    try draw(record)
    if !transaction.sessionTotals.isEmpty, let session = record.session {
      transaction.sessionTotals[session]? += contribution.totals
    }
    return record
  }

  private func insert(_ record: StoredRecord, priceRow: TextID) throws(SQLiteError) {
    if record.isPlain {
      try connection.run(StoredRecord.insertPlain) { (parameters) throws(SQLiteError) in
        try record.bindPlainColumns(priceRow: priceRow, to: &parameters)
      }
    } else {
      try connection.run(StoredRecord.insert, binding: record.newRow(priceRow: priceRow))
    }
  }

  /// Adds a record's contribution to the totals.
  private func count(_ contribution: Contribution) throws(SQLiteError) {
    if transaction.pending.extendRun(by: contribution) { return }
    let scopes = try scopes(of: contribution)
    if try limitBook().hasResets {
      transaction.pending.add(contribution, to: scopes, cuts: try cuts(after: contribution))
    } else {
      transaction.pending.beginRun(contribution, to: scopes)
    }
  }

  /// Writes `changed` over `record`, in its row and in the totals, with the figures that people have given by now.
  func replace(_ record: StoredRecord, by changed: StoredRecord) throws(SQLiteError) {
    try takeBack(record)
    _ = try write(
      facts: changed.facts, price: changed.price, id: record.id, row: record.row, recordedAt: record.recordedAt,
      reports: changed.reports)
  }

  /// Takes a record's contribution out of the totals; its row is written again or deleted by the caller.
  func takeBack(_ record: StoredRecord) throws(SQLiteError) {
    let contribution = record.contribution
    transaction.pending.subtract(contribution, from: try scopes(of: contribution), cuts: try cuts(after: contribution))
    try giveBack(record)
    if let session = record.session { transaction.sessionTotals[session]? -= contribution.totals }
  }

  /// Returns the scopes whose counters hold a contribution.
  func scopes(of contribution: Contribution) throws(SQLiteError) -> [CountedScope] {
    try countedScopes(context: contribution.context, session: contribution.session)
  }

  /// Returns the times of resets later in the quarter hour of a contribution.
  func cuts(after contribution: Contribution) throws(SQLiteError) -> [Int64] {
    try limitBook().cuts(after: contribution.timestamp.milliseconds)
  }

  /// Deletes records that turned out to be the same call as `kept`, which takes over their keys.
  func dissolve(_ records: ArraySlice<StoredRecord>, into kept: KeyedRecord) throws(SQLiteError) {
    for record in records {
      try hand(keysAndEntriesOf: record, to: kept)
      try connection.run("DELETE FROM record WHERE id = ?", record.row.value)
    }
  }

  /// Does what follows every entry: the session's end, the ledger's time, now and then old counters.
  func finish(
    _ record: StoredRecord, endsSession: Bool, isUpdate: Bool, at now: Instant
  ) throws(SQLiteError) {
    try noteEntry(at: max(now, try newestEntry()), isUpdate: isUpdate)
    if endsSession, let session = record.session {
      try connection.run(
        "UPDATE session SET ended_at = max(coalesce(ended_at, ?1), ?1) WHERE id = ?2",
        .integer(record.facts.timestamp.milliseconds), session.value)
    }
    if isFirstIn(minute: floorDivide(now.seconds, by: 60)) {
      try flushPending()
      try pruneCounters(at: now.seconds)
    }
  }

  /// Returns the totals of the record's session, the record included, or nil when it has none.
  func totals(ofSession record: StoredRecord) throws(SQLiteError) -> Totals? {
    guard let session = record.session else { return nil }
    if let known = transaction.sessionTotals[session] { return known }
    try flushPending()
    let totals = try connection.first(
      "SELECT \(TotalsColumns.rollUp) FROM session_total t JOIN context c ON c.id = t.context WHERE t.session = ?",
      session.value
    ) { row throws(SQLiteError) in try TotalsColumns.totals(row, from: 0) }
    transaction.sessionTotals[session] = totals ?? .zero
    return totals
  }

  private func context(of facts: CallFacts, _ price: AppliedPrice) throws(SQLiteError) -> ContextID {
    // Calls of one agent mostly follow each other.
    if caches.lastContext?.words.areThose(of: facts, price) == true, let id = caches.lastContext?.id { return id }
    let words = ContextTexts(facts, price)
    let key = try key(of: words)
    let id = try caches.contexts.id(of: key, in: connection)
    caches.lastContext = (words, id)
    return id
  }

  private func key(of words: ContextTexts) throws(SQLiteError) -> ContextKey {
    ContextKey(
      userID: try intern(words.userID),
      projectID: try intern(words.projectID),
      agent: try intern(words.agent),
      mode: try intern(words.mode),
      operation: try intern(words.operation),
      source: try intern(words.source),
      machine: try intern(words.machine),
      provider: try intern(words.provider),
      model: try intern(words.model),
      pricedAs: try intern(words.pricedAs),
      serviceTier: try intern(words.serviceTier),
      region: try intern(words.region), costKind: words.costKind.rawValue,
      band: words.band)
  }

  private func session(of facts: CallFacts) throws(SQLiteError) -> SessionID? {
    guard !facts.sessionID.isEmpty else { return nil }
    if let last = caches.lastSession, last.name.hasSameScalars(as: facts.sessionID),
      last.user.hasSameScalars(as: facts.userID)
    {
      return last.row
    }
    let key = SessionKey(name: try intern(facts.sessionID), userID: try intern(facts.userID))
    let row = try caches.sessions.row(of: key, in: connection)
    caches.lastSession = (facts.sessionID, facts.userID, row)
    return row
  }
}
