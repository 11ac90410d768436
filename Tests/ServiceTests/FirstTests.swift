import Testing
@testable import Service

@Suite struct ServiceFirstTests {
  @Test func `the module is there`() { #expect(!Product.version.isEmpty) }
}
