import CivilTime
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

/// Lengths of answers against those that the rows of records tell, each looked at.
@Suite struct OutputHistoryLawTests {
  private static let models = ["alpha", "beta", "rare"]
  private static let filters: [[Dimension: String]] = [
    [:], [.agent: "a1"], [.sessionID: "s2"], [.sessionID: ""], [.userID: "ada", .agent: ""],
  ]

  @Test(arguments: Array(1...6) as [UInt64])
  func `lengths found by quarter hours and sessions are those of all rows`(_ seed: UInt64) throws {
    let test = try TestLedger()
    var generator = SplitMix64(seed: seed)
    for number in 0..<700 {
      let call = try test.add(Self.call(&generator), keys: number % 9 == 0 ? ["key-\(number / 18)"] : [])
      // What a person corrects is what counts, not how long the answer was.
      if number % 25 == 0 { _ = try test.ledger.adjust(call.record.id, [.output: 90_000], reason: "r", by: "ada") }
    }
    try test.ledger.commit()
    if seed % 2 == 0 { _ = try test.ledger.archive(before: Instant("2026-11-19T12:00:00Z")) { _, _, _ in [0x0A] } }
    for model in Self.models {
      for texts in Self.filters {
        for newest in [Ledger.newestSeen, 40, 1, 0] {
          let told = try test.ledger.outputHistory(
            ofModel: model, pricedAs: nil, filter: UsageFilter(texts: texts), amongNewest: newest)
          let found = told.map { [Int64($0.calls), $0.low, $0.median, $0.high] } ?? []
          let lengths = try Self.lengths(of: model, texts, amongNewest: newest, in: test)
          #expect(found == Self.figures(lengths), "seed \(seed), \(model), \(texts), \(newest)")
        }
      }
    }
  }

  /// The count of lengths, and those of which a tenth, a half and nine tenths lie below; nothing for none.
  private static func figures(_ lengths: [Int64]) -> [Int64] {
    let sorted = lengths.sorted()
    let others = sorted.count - 1
    guard let low = sorted.indices.last(where: { $0 * 10 <= others }),
      let middle = sorted.indices.last(where: { $0 * 2 <= others }),
      let high = sorted.indices.first(where: { $0 * 10 >= others * 9 })
    else { return [] }
    return [Int64(sorted.count), sorted[low], sorted[middle], sorted[high]]
  }

  /// The lengths of the 200 newest complete calls among the newest records, by the rows of records alone.
  private static func lengths(
    of model: String, _ texts: [Dimension: String], amongNewest newest: Int64, in test: TestLedger
  ) throws -> [Int64] {
    let connection = try Connection(path: test.ledger.folder.database, mode: .readOnly, busyTimeoutMilliseconds: 0)
    var lengths: [Int64] = []
    try connection.forEach(
      """
      SELECT m.value, u.value, a.value, coalesce(n.value, ''), r.status, r.output + r.output_reasoning
      FROM record r JOIN context c ON c.id = r.context JOIN text m ON m.id = c.model JOIN text u ON u.id = c.user_id
        JOIN text a ON a.id = c.agent LEFT JOIN session s ON s.id = r.session LEFT JOIN text n ON n.id = s.name
      ORDER BY r.timestamp DESC, r.id DESC LIMIT ?
      """, .integer(newest)
    ) { row throws(SQLiteError) in
      let complete = RecordStatus.complete.rawValue
      guard try row.text(0) == model, try row.integer(4) == complete, lengths.count < 200 else { return }
      let own: [Dimension: String] = [.userID: try row.text(1), .agent: try row.text(2), .sessionID: try row.text(3)]
      if texts.allSatisfy({ own[$0.key] == $0.value }) { lengths.append(try row.integer(5)) }
    }
    return lengths
  }

  /// A call of some days, of a session or none.
  private static func call(_ generator: inout SplitMix64) -> CallFacts {
    CallFacts.sample(
      Int.random(in: 0..<20, using: &generator) == 0 ? "rare" : Bool.random(using: &generator) ? "alpha" : "beta",
      output: .random(in: 1...500, using: &generator), user: Bool.random(using: &generator) ? "ada" : "bob"
    ).with {
      $0.timestamp = Instant("2026-11-19T00:00:00Z")
        .adding(milliseconds: .random(in: 0..<200_000_000, using: &generator))
      $0.agent = Bool.random(using: &generator) ? "a1" : ""
      $0.usage[.outputReasoning] = .random(in: 0...50, using: &generator)
      $0.sessionID = ["", "s1", "s2", "s3", "s4"].randomElement(using: &generator) ?? ""
      if Int.random(in: 0..<10, using: &generator) == 0 { $0.status = .partial }
    }
  }
}
