import Testing
@testable import SQLite

@Suite struct SQLiteFirstTests {
  @Test func `the module is there`() { #expect(SQLiteError(code: 1).code == 1) }
}
