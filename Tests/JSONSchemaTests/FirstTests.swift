import Testing
@testable import JSONSchema

@Suite struct JSONSchemaFirstTests {
  @Test func `the module is there`() { #expect(Violation(path: "/a").path == "/a") }
}
