import Testing
@testable import MCP

@Suite struct MCPFirstTests {
  @Test func `the module is there`() { #expect(ProtocolVersion(rawValue: "2025-06-18") == .v2025_06_18) }
}
