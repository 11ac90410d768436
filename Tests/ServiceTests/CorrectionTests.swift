import CivilTime
import Foundation
import Ledger
import Pricing
import Service
import Testing

/// Corrections, new prices and the archive, as values.
@Suite struct CorrectionTests {
  let desk: Desk

  init() throws { desk = try Desk() }

  @Test func `a correction is entered once, and the record counts it`() throws {
    let id = try desk.record(desk.draft("gpt-4o")).entries[0].record.id
    let first = try Adjusting(desk.service).adjust(id.description, [.output: 70], reason: "lost")
    #expect(first.isEntered)
    #expect(first.record.counted?.tokens.output == 70)
    #expect(first.record.adjustments.map(\.reason) == ["lost"])
    #expect(first.record.record?.facts.usage.outputTokens == 0)
    let again = try Adjusting(desk.service).adjust(id.description, [.output: 70], reason: "again")
    #expect(!again.isEntered && again.record.adjustments.count == 1)
    let seen = try Adjusting(desk.service).record(String(id.description.prefix(8)).uppercased())
    #expect(seen.counted == first.record.counted)
  }

  @Test func `a correction that cannot be read says why as a fact`() throws {
    #expect(throws: AdjustingError.tooFewDigits("0abc")) { try Adjusting(desk.service).record("0abc") }
    #expect(throws: AdjustmentError.unknownRecord("0abcdef")) { try Adjusting(desk.service).record("0ABCDEF") }
    #expect(throws: AdjustingError.noValue("1.5", of: .input)) { try Adjusting.value("1.5", of: .input) }
    #expect(throws: AdjustingError.noValue("-1", of: .cost)) { try Adjusting.value("-1", of: .cost) }
    #expect(try Adjusting.value("0.25", of: .cost) == 250_000_000_000)
  }

  @Test func `a figure is shown in its unit`() {
    #expect(AdjustedFigure.cost.decimal(of: 250_000_000_000) == "0.25")
    #expect(AdjustedFigure.input.decimal(of: 250) == "250")
  }

  @Test func `a repricing says by model what changes, and changes it once`() throws {
    try desk.record(desk.draft("mine"))
    try desk.record(desk.draft("gpt-4o"))
    _ = try SettingEditor(desk.service).set(.fallbackModel, to: "gpt-4o")
    let planned = try Repricing(desk.service).run(.all, applies: false)
    #expect(!planned.isApplied && planned.models.map(\.name) == ["mine"])
    let done = try Repricing(desk.service).run(.all, applies: true)
    #expect(done.isApplied && done.whole.records == 1)
    #expect(done.whole.unpricedBefore == 1 && done.whole.unpricedAfter == 0)
    #expect(done.whole.amount == Money(decimal: "0.0025"))
    #expect(try Repricing(desk.service).run(.all, applies: true).whole.records == 0)
  }

  @Test func `archiving says what would move, and moves it in the lines that it is given`() throws {
    var draft = desk.draft("gpt-4o")
    draft.facts.timestamp = desk.now.adding(milliseconds: -10 * 86_400_000)
    try desk.record(draft)
    try desk.record(desk.draft("gpt-4o"))
    let archiving = Archiving(
      desk.service, line: { record, _, _ in Array("\(record.facts.model)\n".utf8) }, compress: nil)
    let planned = try archiving.run(before: desk.now, applies: false)
    #expect(!planned.isApplied && planned.records == 1 && planned.months.map(\.month) == ["2026-11"])
    #expect(try archiving.run(before: desk.now, applies: true).records == 1)
    #expect(try String(contentsOfFile: planned.folder + "/records-2026-11.jsonl", encoding: .utf8) == "gpt-4o\n")
    #expect(try archiving.run(before: desk.now, applies: true).records == 0)
  }
}
