import Testing
@testable import Pricing

@Suite struct PricingFirstTests {
  @Test func `the module is there`() { #expect(Money(picodollars: 1).picodollars == 1) }
}
