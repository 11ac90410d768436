import Testing
@testable import JSON

@Suite struct JSONFirstTests {
  @Test func `the module is there`() { #expect(JSONValue.bool(true) != .null) }
}
