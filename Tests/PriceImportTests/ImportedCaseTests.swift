import CivilTime
import Foundation
import JSON
import Pricing
import TestSupport
import Testing

/// The public cases priced from imported files; `.ci/run` imports them and names their folders.
@Suite(.enabled(if: ImportedPrices.list != nil && ImportedPrices.cases != nil, ImportedPrices.skipReason))
struct ImportedCaseTests {
  /// What a source's own engine said must come out of its own file again for nearly every case.
  private static let leastAgreement = 0.95

  @Test func `the public cases cost the same from an imported file`() throws {
    let list = try #require(ImportedPrices.list)
    let cases = try #require(ImportedPrices.cases)
    let lines = try String(contentsOf: cases, encoding: .utf8).split(separator: "\n")
    for part in list.split(separator: ":") {
      let names = part.split(separator: "=").map(String.init)
      try #require(names.count == 2)
      let result = try compare(lines, source: names[0], folder: names[1])
      print("imported \(names[0]): \(result.agreeing) of \(result.known) cases that both know cost the same")
      for difference in result.differences.prefix(40) { print("  \(difference)") }
      #expect(result.known > 0)
      #expect(Double(result.agreeing) >= Self.leastAgreement * Double(result.known))
    }
  }

  private struct Result {
    var known = 0
    var agreeing = 0
    var differences: [String] = []
  }

  private func compare(_ lines: [Substring], source: String, folder: String) throws -> Result {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
      OwnPriceFile(path: name) { FileManager.default.contents(atPath: folder + "/" + name).map(Array.init) }
    }
    let registry = PriceRegistry(
      files: [], own: OwnPrices(files: { files }, faults: { _ in nil }, refused: { Issue.record("\($0)") }))
    var result = Result()
    for line in lines {
      let object = try #require(try JSONParser.parse(Array(line.utf8)).object)
      guard [source, "both"].contains(object["known_by"]?.string ?? "") else { continue }
      guard let amount = try amount(object, registry) else { continue }
      result.known += 1
      let expected = Double(object["expected_usd"]?.string ?? "") ?? 0
      let difference = abs((Double(amount.decimal) ?? 0) - expected)
      let tolerance = object["rel_tol"]?.string.flatMap(Double.init) ?? 1e-9
      if difference <= tolerance * expected || difference < 1e-12 {
        result.agreeing += 1
      } else {
        result.differences.append("\(object["id"]?.string ?? ""): \(amount.decimal), not \(expected)")
      }
    }
    return result
  }

  /// The amount of a case, or nil where the imported files know no such model or price.
  private func amount(_ object: JSONObject, _ registry: PriceRegistry) throws -> Money? {
    guard let name = object["model"]?.string,
      let model = try registry.resolve(name, provider: object["provider"]?.string),
      let at = object["at"]?.string.flatMap(Instant.init(rfc3339:))
    else { return nil }
    var totals: [Meter: Int64] = [:]
    for (name, value) in object["usage"]?.object ?? JSONObject() {
      let meter = try #require(Meter(name: name))
      totals[meter] = try #require(value.number?.int64) * meter.scale
    }
    var options: [String: String] = [:]
    for (name, value) in object["options"]?.object ?? JSONObject() { options[name] = value.string }
    let conditions = PricingConditions(
      at: at, serviceTier: object["service"]?.string, region: object["region"]?.string, options: options)
    return try model.cost(of: Usage(totals: totals), under: conditions)?.amount
  }
}

/// What has been imported, and the cases to price with it.
private enum ImportedPrices {
  /// `SOURCE=FOLDER:SOURCE=FOLDER`.
  static let list = ProcessInfo.processInfo.environment["TOKEN_LEDGER_IMPORTED"].flatMap { $0.isEmpty ? nil : $0 }
  static let cases = SharedFolder.url("testdata/prices/cases.jsonl")
  static let skipReason: Comment =
    "needs the folder `shared`, and TOKEN_LEDGER_IMPORTED to name folders of imported prices, as .ci/run does"
}
