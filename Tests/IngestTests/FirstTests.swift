import Testing
@testable import Ingest

@Suite struct IngestFirstTests {
  @Test func `the module is there`() { #expect(IngestError.unknownShape(keys: []) == .unknownShape(keys: [])) }
}
