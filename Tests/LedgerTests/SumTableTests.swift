import Pricing
import SQLite
import TestSupport
import Testing

@testable import Ledger

@Suite struct SumTableTests {
  @Test(arguments: [
    SumTable.quarters, .days, .sessions, .archived, .counters,
  ])
  func `the statements of a table name all of its columns, in their order`(_ table: SumTable) throws {
    let test = try TestLedger()
    try test.record(.sample())
    let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    let columns = try connection.all("SELECT name FROM pragma_table_info(?)", .text(table.name)) {
      row throws(SQLiteError) in try row.text(0)
    }
    #expect(table.insert == "INSERT INTO \(table.name) (\(columns.joined(separator: ", ")))")
  }

  @Test func `every figure of totals is described once`() {
    let figures = Mirror(reflecting: TokenTotals()).children.count + 1
    #expect(TotalsColumns.figures.count == figures)
    var totals = Totals()
    for (index, figure) in TotalsColumns.figures.enumerated() { figure.set(&totals, Int64(index + 1)) }
    // Each reads what it has put in, and none has put it where another did.
    #expect(TotalsColumns.figures.map { $0.get(totals) } == (1...figures).map { Int64($0) })
  }

  @Test func `what is added to a row twice is read as the double, and a row without records is dropped`() throws {
    let connection = try Connection(path: ":memory:", mode: .readWriteCreate, busyTimeoutMilliseconds: 0)
    try connection.execute(Migration.first.script)
    try connection.run("INSERT INTO context VALUES (7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0)")
    var totals = Totals()
    for (index, figure) in TotalsColumns.figures.enumerated() { figure.set(&totals, Int64(3 + 10 * index)) }
    totals.cost = Money(picodollars: 1_700_000_000_001)
    for _ in 1...2 { try connection.run(SumTable.days.add, binding: [4, 7] + totals.columns) }
    var double = totals
    double += totals
    #expect(try read(connection) == double)
    var taken = Totals.zero
    taken -= double
    try connection.run(SumTable.days.add, binding: [4, 7] + taken.columns)
    try connection.run(SumTable.days.drop, binding: [4, 7])
    #expect(try connection.firstInteger("SELECT count(*) FROM day_total") == 0)
  }

  private func read(_ connection: Connection) throws -> Totals? {
    try connection.first("SELECT \(TotalsColumns.rollUp) FROM day_total t JOIN context c ON c.id = t.context") {
      row throws(SQLiteError) in try TotalsColumns.totals(row, from: 0)
    }
  }
}
