import Testing
import Service
@Suite struct TranscriptFirstTests {
  @Test func `the product has a name`() { #expect(Product.name == "token-ledger") }
}
