import Testing
import TestSupport
@Suite struct ProcessFirstTests {
  @Test func `the generator repeats`() {
    var a = SplitMix64(seed: 1), b = SplitMix64(seed: 1)
    #expect(a.next() == b.next())
  }
}
