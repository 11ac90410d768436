import JSON
package import Ledger

extension LogProgress {
  /// How often something in the file was left out, by reason.
  package var skippedCounts: [SkipReason: Int] {
    var counts: [SkipReason: Int] = [:]
    for (name, value) in Self.object(skipped) {
      if let reason = SkipReason(rawValue: name), let count = value.number?.int64 { counts[reason] = Int(count) }
    }
    return counts
  }

  /// Adds to how often something was left out.
  package mutating func addSkipped(_ counts: [SkipReason: Int]) {
    guard !counts.isEmpty else { return }
    let sums = skippedCounts.merging(counts, uniquingKeysWith: +).sorted { $0.key.rawValue < $1.key.rawValue }
    var object = JSONObject()
    for (reason, count) in sums { object.append(reason.rawValue, .number(JSONNumber(Int64(count)))) }
    skipped = JSONWriter.string(.object(object))
  }

  /// What the reader left, or nothing where that is no JSON.
  var reader: JSONObject { Self.object(memory) }

  private static func object(_ text: String) -> JSONObject {
    do { return try JSONParser.parse(Array(text.utf8)).object ?? [:] } catch { return [:] }
  }
}
