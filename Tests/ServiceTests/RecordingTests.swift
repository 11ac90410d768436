import Ledger
import Pricing
import Service
import Testing

/// What becomes of reported calls, as values.
@Suite struct RecordingTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @Test func `a call is priced by the catalog, and there is nothing to say of it`() throws {
    let receipt = try desk.record(desk.draft(" gpt-4o\n"))
    #expect(receipt.cost == Money(decimal: "0.0025"))
    #expect(receipt.entries.map(\.record.facts.model) == ["gpt-4o"])
    #expect(receipt.entries[0].lines.map(\.meter) == [.input])
    #expect(receipt.warnings.isEmpty)
  }

  @Test func `an unknown model is unpriced, and the nearest are facts`() throws {
    let receipt = try desk.record(desk.draft("gpt-4oo"))
    #expect(receipt.cost == nil)
    guard case .price(.unknownModel("gpt-4oo", .nothing, let nearest)) = receipt.warnings.first else {
      Issue.record("\(receipt.warnings)")
      return
    }
    #expect(nearest.contains("gpt-4o"))
  }

  @Test func `the price of an unknown model is that of the fallback model`() throws {
    let desk = try Desk { $0.fallbackModel = "gpt-4o" }
    let receipt = try desk.record(desk.draft("mine"))
    #expect(receipt.entries[0].record.price.kind == .fallback)
    guard case .price(.unknownModel("mine", .fallback(model: "gpt-4o"), _)) = receipt.warnings.first else {
      Issue.record("\(receipt.warnings)")
      return
    }
  }

  @Test func `a bill of zero on a model that costs something is not taken`() throws {
    var draft = desk.draft("gpt-4o")
    draft.facts.reportedCost = .zero
    let receipt = try desk.record(draft)
    #expect(receipt.cost == Money(decimal: "0.0025"))
    #expect(receipt.warnings == [.zeroBillIgnored(model: "gpt-4o")])
  }

  @Test func `a reservation that nobody made is a warning, once`() throws {
    let draft = desk.draft("gpt-4o", id: "r1", reservation: "0011")
    #expect(try desk.record(draft).warnings == [.reservationNotOpen("0011")])
    #expect(try desk.record(draft).warnings == [])
  }

  @Test func `a call without a model or without counts is refused`() throws {
    func refusal(_ draft: UsageDraft) -> String {
      do { return "\(try desk.service.record(draft).receipt.entries.count) recorded" } catch { return "\(error)" }
    }
    #expect(refusal(desk.draft("  ")) == "modelMissing")
    #expect(refusal(desk.draft("gpt-4o", Usage())) == "nothingCounted")
  }

  @Test func `of calls that are recorded together one refusal names its place, and none is recorded`() throws {
    let drafts = [desk.draft("gpt-4o"), desk.draft("gpt-4o", Usage())]
    do {
      _ = try desk.service.record(drafts)
      Issue.record("both were recorded")
    } catch RecordingError.refused(let index, RecordingError.nothingCounted) {
      #expect(index == 1)
    }
    #expect(try desk.service.ledger.records(of: .all, filter: .none, limit: 10).isEmpty)
  }

  @Test func `calls with one id are one record, which costs once`() throws {
    let (batch, _) = try desk.service.record([desk.draft("gpt-4o", id: "a"), desk.draft("gpt-4o", id: "a")])
    #expect(batch.cost == Money(decimal: "0.0025"))
    #expect(batch.receipts.map { $0.entries[0].call.isNew } == [true, false])
    #expect(Set(batch.receipts.map { batch.finalID(of: $0.entries[0]) }).count == 1)
  }

  @Test func `a report for another model than before says both`() throws {
    try desk.record(desk.draft("gpt-4o", id: "a"))
    let warnings = try desk.record(desk.draft("gpt-4o-mini", id: "a")).warnings
    #expect(warnings.contains(.otherModel(recorded: "gpt-4o", reported: "gpt-4o-mini")))
  }

  @Test func `a limit that is passed is told of once, with where it is`() throws {
    let rule = LimitRule(id: "day", metric: .requests, window: .day, limit: 1, action: .warn)
    let desk = try Desk { $0.limits.rules = [rule] }
    let first = try desk.service.record(desk.draft("gpt-4o")).attention
    #expect(first.limits.map(\.rule.id) == ["day"] && first.alerts.map(\.level) == [.exceeded] && first.fault == nil)
    let second = try desk.service.record(desk.draft("gpt-4o")).attention
    #expect(second.limits.count == 1 && second.alerts.isEmpty)
  }
}
