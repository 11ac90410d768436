package import JSON

/// What is wrong with a usage, an amount or a price file.
package enum PricingError: Error, Hashable {
  /// The parts of a total add up to more than it: `parts` is their sum, `part` the largest of them.
  case partsExceedTotal(total: Meter, value: Int64, part: Meter, partValue: Int64, parts: Int64)
  /// A quantity is negative or above ``Usage/largestQuantity``; in steps of the meter's scale.
  case quantityOutOfRange(Meter, Int64)
  /// The call would cost more than ``Cost/largestAmount``.
  case amountTooLarge
  /// A price file is not JSON.
  case malformedJSON(file: String, JSONError)
  /// A price file is JSON but not of the format: the member that is missing or wrong, and its model.
  case malformedCatalog(file: String, model: String?, member: String)
}
