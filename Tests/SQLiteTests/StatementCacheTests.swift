import TestSupport
import Testing

@testable import SQLite

@Suite struct StatementCacheTests {
  private let connection: Connection

  init() throws { connection = try Connection(path: ":memory:", mode: .readWriteCreate, busyTimeoutMilliseconds: 0) }

  @Test func `statements are kept up to a bound, and those that are used stay`() throws {
    let used = try connection.statement("SELECT 'used'")
    let idle = try connection.statement("SELECT 'idle'")
    for number in 0..<3 * StatementCache.capacity {
      #expect(try connection.firstInteger("SELECT \(number)") == Int64(number))
      #expect(try connection.statement("SELECT 'used'") === used)
    }
    #expect(connection.statements.count == StatementCache.capacity)
    #expect(try connection.statement("SELECT 'idle'") !== idle)
  }

  @Test func `a statement that makes room while its rows are read gives all of them`() throws {
    var rows: [Int64] = []
    try connection.forEach("SELECT value FROM json_each('[1, 2, 3]')") { row throws(SQLiteError) in
      rows.append(try row.integer(0))
      for number in 0..<2 * StatementCache.capacity { _ = try connection.firstInteger("SELECT \(number)") }
    }
    #expect(rows == [1, 2, 3])
    #expect(try connection.firstInteger("SELECT count(*) FROM json_each('[1, 2, 3]')") == 3)
  }
}
