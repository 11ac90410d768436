import CivilTime
import Pricing
import SQLite

// What records hold that follows from other tables, and the names by which they are found.
extension Verification {
  private var connection: Connection { store.connection }

  /// Corrected figures of records, against the entries of corrections.
  mutating func lookAtCorrections() throws(SQLiteError) {
    for (record, corrected) in try wronglyCorrected() {
      for figure in AdjustedFigure.allCases where record.adjusted[figure] != corrected.adjusted[figure] {
        let value = { (number: Int64?) in
          number.map { figure == .cost ? Difference.Value.money(Money(picodollars: Int128($0))) : .count($0) }
        }
        report.note([
          Difference(
            table: "record", row: [Difference.Part("id", record.id.description)], figure: figure.column,
            stored: value(record.adjusted[figure]), recomputed: value(corrected.adjusted[figure]))
        ])
      }
    }
    try note(
      "SELECT a.id, 'record', a.record FROM adjustment a WHERE a.record > 0 AND a.record NOT IN (SELECT id FROM record) "
        + "OR a.record < 0 AND -a.record NOT IN (SELECT id FROM archived_record)",
      in: "adjustment")
  }

  /// Writes the corrected figures of records again.
  func mendCorrections() throws(SQLiteError) {
    for (_, corrected) in try wronglyCorrected() {
      for figure in AdjustedFigure.allCases {
        try connection.run(
          "UPDATE record SET \(figure.column) = ? WHERE id = ?", SQLValue(corrected.adjusted[figure]),
          corrected.row.value)
      }
    }
  }

  /// Returns records whose corrected figures are not those of the entries, and as they should be.
  private func wronglyCorrected() throws(SQLiteError) -> [(StoredRecord, StoredRecord)] {
    let columns = AdjustedFigure.allCases.map { "r.\($0.column) IS NOT NULL" }.joined(separator: " OR ")
    let rows: [RecordRow] = try connection.all(
      """
      SELECT r.id FROM record r WHERE \(columns)
      UNION SELECT a.record FROM adjustment a WHERE a.record > 0 AND EXISTS (SELECT 1 FROM record WHERE id = a.record)
      """
    ) { row throws(SQLiteError) in try row.id(0) }
    var found: [(StoredRecord, StoredRecord)] = []
    for row in rows {
      guard let record = try store.records(in: [row]).first else { continue }
      var corrected = record
      corrected.correct(by: try store.givenFigures(of: row))
      if corrected.adjusted != record.adjusted { found.append((record, corrected)) }
    }
    return found
  }

  /// Records whose session or kind of cost cannot be theirs.
  mutating func lookAtRecords() throws(SQLiteError) {
    try note(
      """
      SELECT r.id, 'session', r.session FROM record r JOIN context c ON c.id = r.context
        JOIN session s ON s.id = r.session WHERE s.user_id <> c.user_id
      """, in: "record")
    try note(
      """
      SELECT r.id, 'cost', NULL FROM record r JOIN context c ON c.id = r.context
      WHERE (r.cost IS NULL) <> (c.cost_kind = \(CostKind.unpriced.rawValue))
      """, in: "record")
  }

  /// A key `k` that is not found by its number.
  private static let isMisplaced = "k.hash <> \(ownNumber)"
  private static let ownNumber = "\(KeyHash.function)(k.user_id, k.namespace, k.key, k.part)"

  /// Writes the numbers of keys again, but for those that were entered a second time meanwhile.
  func mendKeys() throws(SQLiteError) {
    let own = "record_key o WHERE o.record = k.record AND o.hash = \(Self.ownNumber)"
    try connection.execute(
      """
      DELETE FROM record_key AS k WHERE \(Self.isMisplaced) AND EXISTS (
        SELECT 1 FROM \(own)
          AND o.user_id = k.user_id AND o.namespace = k.namespace AND o.key = k.key AND o.part = k.part);
      UPDATE record_key AS k
      SET hash = \(Self.ownNumber), number = (SELECT coalesce(max(o.number) + 1, 0) FROM \(own))
      WHERE \(Self.isMisplaced)
      """)
  }

  /// Keys must name a record of their user, or an archived one, each a single one, and must be found.
  mutating func lookAtKeys(isArchiveWhole: Bool) throws(SQLiteError) {
    try note(
      """
      SELECT k.record, 'record', k.record FROM record_key k LEFT JOIN record r ON r.id = k.record
        LEFT JOIN context c ON c.id = r.context
      WHERE k.record >= 0 AND (r.id IS NULL OR c.user_id <> k.user_id)
      """, in: "record_key")
    try note(
      """
      SELECT k.record, 'record', k.record FROM record_key k LEFT JOIN archived_record a ON a.id = -k.record
      WHERE k.record < 0 AND a.id IS NULL
      """, in: "record_key")
    try note(
      "SELECT k.record, 'namespace', k.namespace FROM record_key k WHERE k.namespace NOT IN (SELECT id FROM text)",
      in: "record_key")
    try note(
      "SELECT k.record, 'hash', k.hash FROM record_key k WHERE \(Self.isMisplaced)", in: "record_key")
    try note(
      """
      SELECT k.record, 'key', o.record FROM record_key k JOIN record_key o
        ON o.hash = k.hash AND o.user_id = k.user_id AND o.namespace = k.namespace AND o.key = k.key AND o.part = k.part
      WHERE (o.record, o.number) < (k.record, k.number)
      """, in: "record_key")
    guard isArchiveWhole else { return }
    // Reports of an archived call may have added keys since.
    try note(
      """
      SELECT l.rowid, 'key', k.record FROM temp.verified_key l LEFT JOIN record_key k
        ON k.hash = \(KeyHash.function)(l.user_id, l.namespace, l.key, l.part)
          AND k.user_id = l.user_id AND k.namespace = l.namespace AND k.key = l.key AND k.part = l.part
      WHERE k.record IS NULL OR -k.record <> (SELECT id FROM archived_record a WHERE a.public_id = l.public_id)
      """, in: "record_key")
  }

  /// Each counted one of a kind must have its scope, or its next record begins to count anew.
  mutating func lookAtScopes() throws(SQLiteError) {
    for dimension in try store.limitBook().dimensions {
      try note(
        """
        SELECT text, '\(dimension.name)', NULL FROM (
          SELECT DISTINCT \(dimension.column) AS text FROM temp.verified_sum t JOIN context c ON c.id = t.context
            LEFT JOIN session s ON s.id = t.session)
        WHERE text <> 1 AND text NOT IN (SELECT text FROM counter_scope WHERE dimension = \(dimension.rawValue))
        """, in: "counter_scope")
    }
  }

  /// No record can be entered after the ledger's newest entry.
  mutating func lookAtTime() throws(SQLiteError) {
    let newest = try store.newestEntry().milliseconds
    let found =
      try connection.firstInteger(
        "SELECT coalesce(max(recorded_at), 0) FROM record WHERE recorded_at > \(newest)") ?? 0
    guard found > newest else { return }
    report.note([
      Difference(
        table: "ledger_time", row: [], figure: "newest_update", stored: RowDescriber.time(newest),
        recomputed: RowDescriber.time(found))
    ])
  }

  /// Notes each row that a query finds: its number, the column that cannot be, and its number or null.
  private mutating func note(_ query: String, in table: String) throws(SQLiteError) {
    var found: [Difference] = []
    var rows: Int64 = 0
    try connection.forEach(query) { row throws(SQLiteError) in
      rows += 1
      guard found.count < VerificationReport.toldOfTable else { return }
      found.append(
        Difference(
          table: table, row: [Difference.Part("row", String(try row.integer(0)))], figure: try row.text(1),
          stored: try row.optionalInteger(2).map(Difference.Value.count), recomputed: nil))
    }
    for difference in found { report.note([difference]) }
    if rows > Int64(found.count) { report.differingRows[table, default: 0] += rows - Int64(found.count) }
  }
}
