import Posix
import Testing

/// Values that threads share, and work that goes on beside.
@Suite struct SharedValueTests {
  @Test func `threads work with a value one after another, and who waits is told`() {
    let shared = SharedValue(0)
    for _ in 0..<8 {
      BackgroundThread.start {
        for _ in 0..<1_000 { shared.with { $0 += 1 } }
      }
    }
    #expect(shared.wait(milliseconds: 60_000) { $0 == 8_000 ? $0 : nil } == 8_000)
  }

  @Test func `whoever waits in vain goes on after the time`() {
    let shared = SharedValue("")
    #expect(shared.wait(milliseconds: 5) { $0.isEmpty ? nil : $0 } == nil)
    #expect(shared.wait(milliseconds: -1) { $0.isEmpty ? nil : $0 } == nil)
    shared.with { $0 = "there" }
    // What is there is returned without waiting.
    #expect(shared.wait(milliseconds: 0) { $0.isEmpty ? nil : $0 } == "there")
    #expect(shared.wait(milliseconds: .max) { $0.isEmpty ? nil : $0 } == "there")
  }

  @Test func `what is deeply nested has room on a thread`() {
    let shared = SharedValue(0)
    BackgroundThread.start { shared.with { $0 = Self.depth(5_000) } }
    #expect(shared.wait(milliseconds: 60_000) { $0 > 0 ? $0 : nil } == 5_000)
  }

  private static func depth(_ count: Int) -> Int { count == 0 ? 0 : 1 + depth(count - 1) }
}
