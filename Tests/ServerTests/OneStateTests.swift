import JSON
import Ledger
import Pricing
import Testing

@testable import Server
@testable import Service

/// Answers while another process writes between two looks at the ledger.
@Suite struct OneStateTests {
  /// Another process, and what it does in the middle of an answer.
  private final class Other: @unchecked Sendable {  // only the test's own thread touches it
    let bench: Bench
    private(set) var acts = 0
    private let act: (Bench) throws -> Void

    init(_ first: Bench, _ act: @escaping (Bench) throws -> Void) throws {
      bench = try Bench(in: first.folder, seed: 9)
      self.act = act
    }

    func run() {
      acts += 1
      do { try act(bench) } catch { Issue.record(error) }
    }
  }

  /// How many looks at the clock an answer takes at most.
  private static let looks = 1...12

  @Test func `a call recorded in place of its reservation is never missed by both`() throws {
    var acts = 0
    for look in Self.looks {
      let bench = try Bench()
      try bench.service.ledger.addToBalance(ofUser: "ada", Money(dollars: 10, picodollars: 0))
      try bench.service.ledger.commit()
      var held = ""
      let other = try Other(bench) { other in
        // 3.2 million tokens of gpt-4o are $8.
        try other.call("record_usage", ["model": "gpt-4o", "input_tokens": 3_200_000, "reservation_id": .string(held)])
      }
      let reservation = try other.bench.call(
        "check_limit", ["model": "gpt-4o", "input_tokens": 3_200_000, "reserve": true])
      held = try #require(reservation.at("reservation.id")?.string)
      bench.clock.atLook(look, other.run)
      let answer = try bench.call("check_limit", ["model": "gpt-4o", "input_tokens": 2_000_000])
      #expect(answer.at("decision") == "deny", "at look \(look)")
      acts += other.acts
    }
    #expect(acts > 2)
  }

  @Test(arguments: ["usage://summary", "usage://summary/all", "usage://limits", "usage://user/ada"])
  func `the parts of a resource agree`(_ uri: String) throws {
    var acts = 0
    for look in Self.looks {
      let bench = try Bench { $0.limits.rules = [.daily(10_000), .monthly(100_000)] }
      let call: JSONObject = ["model": "gpt-4o", "input_tokens": 1_000, "agent": "coder"]
      try bench.call("record_usage", call)
      let before = try bench.resource(uri)
      let other = try Other(bench) { try $0.call("record_usage", call) }
      bench.clock.atLook(look, other.run)
      let answer = try bench.resource(uri)
      let after = try bench.resource(uri)
      #expect(answer == before || answer == after, "at look \(look)")
      acts += other.acts
    }
    #expect(acts > 0)
  }

  @Test func `a report is of one state, whoever asks for it`() throws {
    for look in Self.looks {
      let bench = try Bench { $0.limits.rules = [.daily(10_000)] }
      var question = UsageQuestion()
      question.period = .named(.all)
      question.groupBy = [.dimension(.model)]
      question.parts = [.limits, .records]
      let call: JSONObject = ["model": "gpt-4o", "input_tokens": 1_000]
      try bench.call("record_usage", call)
      let before = try bench.service.usage(question)
      let other = try Other(bench) { try $0.call("record_usage", call) }
      bench.clock.atLook(look, other.run)
      let answer = try bench.service.usage(question)
      let after = try bench.service.usage(question)
      #expect(answer == before || answer == after, "at look \(look)")
    }
  }
}
