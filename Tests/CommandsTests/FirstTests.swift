import Testing
@testable import Commands

@Suite struct CommandsFirstTests {
  @Test func `the module is there`() { #expect(ExitStatus.usage.rawValue == 64) }
}
