import Testing
@testable import CivilTime

@Suite struct CivilTimeFirstTests {
  @Test func `the module is there`() { #expect(Instant(milliseconds: 1).milliseconds == 1) }
}
