package import JSON
import JSONSchema
package import Pricing
import Service

/// Checks a file of exchange rates against the format's schema.
package enum ExchangeFileCheck {
  private static let schema = EmbeddedFiles.schema("exchange.schema.json")

  /// Returns the first thing that the schema does not allow, or nil.
  package static func firstProblem(in root: JSONValue) -> PriceFileFault.Problem? {
    schema.violations(in: root, atMost: 1).first.map { .invalid($0.path, ViolationSentences.complaint($0)) }
  }
}
