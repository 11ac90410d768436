import Testing
@testable import Ledger

@Suite struct LedgerFirstTests {
  @Test func `the module is there`() { #expect(RecordStatus.partial < .complete) }
}
