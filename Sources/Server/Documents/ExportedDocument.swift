import CivilTime
package import JSON
package import Ledger
import Pricing

/// A record as it leaves the ledger.
package struct ExportedDocument {
  /// The whole record (schemas/record.schema.json), with times in UTC.
  package let object: JSONObject
  /// What it counts, with its corrections.
  package let counted: Totals

  /// Creates it; nil for a line of the archive that is no JSON object.
  package init?(_ record: ExportedRecord) {
    counted = record.counted
    switch record.form {
    case .entered(let record, let keys, let adjustments):
      object = RecordDocument(record: record, keys: keys, adjustments: adjustments, zone: .utc).object
    case .archived(let line, let keys):
      guard let object = Self.object(line, keys) else { return nil }
      self.object = object
    }
  }

  /// What a line says, with the keys that are known by now.
  private static func object(_ line: [UInt8], _ keys: [RecordKey]) -> JSONObject? {
    do {
      guard var object = try JSONParser.parse(line).object else { return nil }
      if keys.count > object["keys"]?.array?.count ?? 0 { object["keys"] = RecordDocument.list(keys) }
      return object
    } catch {
      return nil
    }
  }

  /// The text of a member; empty where there is none.
  package func text(_ name: String) -> String { object[name]?.string ?? "" }

  /// What it counts as its cost in US dollars, exact; nil where no amount is known.
  package var cost: String? { counted.isUnpriced ? nil : counted.cost.decimal }
}
