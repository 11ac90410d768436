import CivilTime
import Pricing
import SQLite

/// One look through a whole ledger: everything that follows from records and archive is reckoned again and compared.
struct Verification {
  let store: LedgerStore
  /// The limits of the process's own settings.
  let ownLimits: [LimitRule]
  var report = VerificationReport()

  private var connection: Connection { store.connection }

  /// Looks at the structure, and where it is whole at everything else.
  mutating func run(_ archive: ArchiveShelf?) throws(SQLiteError) {
    try lookAtStructure()
    guard report.structure.isEmpty else { return }
    try VerifiedSums.make(in: connection)
    let isArchiveWhole = try archive?.load(into: store, noting: &report) ?? false
    let sums = VerifiedSums(store: store, isArchiveWhole: isArchiveWhole)
    try sums.fill()
    report.records = try connection.firstInteger("SELECT count(*) FROM record") ?? 0
    try compareArchivedCount()
    for table in try tables(isArchiveWhole: isArchiveWhole) { try compare(table) }
    try lookAtScopes()
    try lookAtResets()
    try lookAtRecords()
    try lookAtCorrections()
    try lookAtKeys(isArchiveWhole: isArchiveWhole)
    try lookAtAccounts(isArchiveWhole: isArchiveWhole)
    try lookAtTime()
    try VerifiedSums.drop(in: connection)
  }

  /// The derived tables, as they should be.
  func tables(isArchiveWhole: Bool) throws(SQLiteError) -> [DerivedTable] {
    let now = try store.newestEntry().seconds
    var oldest: [Int64: Int64] = [:]
    for (length, _) in CounterGrain.kept {
      oldest[length] = CounterGrain.slots(seconds: length).oldestSlot(at: now)
    }
    var meters = DerivedTable.meters
    // What archived records counted beside the totals, only their lines tell.
    if !isArchiveWhole { meters = metersOutsideArchive(meters) }
    return (isArchiveWhole ? [.archived] : []) + [.quarters, .days, .sessions, meters, .counters(oldest: oldest)]
  }

  private func metersOutsideArchive(_ meters: DerivedTable) -> DerivedTable {
    let condition = """
      (seconds <> 900 OR (slot, context) NOT IN (SELECT quarter, context FROM archived_total))
        AND (seconds <> 86400 OR (slot, context) NOT IN (SELECT quarter / 96, context FROM archived_total))
      """
    return DerivedTable(
      name: meters.name, key: meters.key, figures: meters.figures,
      wanted: "SELECT * FROM (\(meters.wanted)) WHERE \(condition)", condition: condition)
  }

  /// As many calls stand in the sums of archived records as there are names of such.
  private mutating func compareArchivedCount() throws(SQLiteError) {
    let summed = try connection.firstInteger("SELECT coalesce(sum(requests), 0) FROM archived_total") ?? 0
    let named = try connection.firstInteger("SELECT count(*) FROM archived_record") ?? 0
    guard summed != named else { return }
    report.note([
      Difference(
        table: SumTable.archived.name, row: [], figure: "requests", stored: .count(summed), recomputed: .count(named))
    ])
  }

  private mutating func lookAtStructure() throws(SQLiteError) {
    do throws(SQLiteError) {
      try connection.forEach("PRAGMA integrity_check(20)") { row throws(SQLiteError) in
        let finding = try row.text(0)
        if finding != "ok" { report.structure.append(finding) }
      }
    } catch {
      // Beyond some damage SQLite does not go on looking.
      guard error.isDamage else { throw error }
      report.structure.append(error.message)
    }
    guard report.structure.isEmpty else { return }
    report.structure = try connection.all(
      "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check() LIMIT 20"
    ) { row throws(SQLiteError) in
      "table \(try row.text(0)): row \(try row.optionalInteger(1) ?? 0) names a row of \(try row.text(2)) that is missing"
    }
  }

  /// Notes the rows in which a derived table differs from what it should hold.
  mutating func compare(_ table: DerivedTable) throws(SQLiteError) {
    let describer = RowDescriber(store: store)
    let keys = Int32(table.key.count)
    let side = keys + Int32(table.figures.count)
    var lastKey: [Int64] = []
    var rows = 0
    var found: [DifferingRow] = []
    try connection.forEach(table.differing) { row throws(SQLiteError) in
      let key = try row.integers(0..<keys)
      if key != lastKey { rows += 1 }
      if key != lastKey, rows <= VerificationReport.toldOfTable { found.append(DifferingRow(key: key)) }
      lastKey = key
      guard rows <= VerificationReport.toldOfTable else { return }
      let values = try row.integers(keys..<side)
      if try row.integer(side) == 1 { found[rows - 1].stored = values } else { found[rows - 1].wanted = values }
    }
    for row in found { report.note(try describer.differences(row, of: table)) }
    if rows > found.count { report.differingRows[table.name, default: 0] += Int64(rows - found.count) }
  }
}

/// A row of a derived table that is not what it should be.
struct DifferingRow {
  /// The values of its key.
  let key: [Int64]
  /// What its figures should be; nil where there should be no such row.
  var wanted: [Int64]?
  /// What they are; nil where there is no such row.
  var stored: [Int64]?
}

extension Row {
  /// Returns the integers in a range of columns.
  func integers(_ columns: Range<Int32>) throws(SQLiteError) -> [Int64] {
    var values: [Int64] = []
    for column in columns { values.append(try integer(column)) }
    return values
  }
}
