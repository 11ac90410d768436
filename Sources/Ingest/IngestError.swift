package import JSON
package import Pricing

/// Why a provider's usage object could not be read; paths are those of the object that was given.
package enum IngestError: Error, Hashable {
  /// None of ``UsageShape``'s shapes; `keys` are the members found where the usage was looked for.
  case unknownShape(keys: [String])
  /// The usage is null: a chunk of a stream before the one that carries it.
  case usageIsNull(path: JSONPointer)
  /// Something other than an object (or, where `wanted` says so, a list) is at `path`.
  case wrongType(path: JSONPointer, wanted: Wanted)
  /// The value at `path` is no quantity of 0 to ``largestQuantity``.
  case notAQuantity(path: JSONPointer, found: Found)
  /// The usage at `path` says nothing of input or of output, and its total is more than what it says.
  case membersLost(path: JSONPointer, total: Int64, stated: Int64)
  /// The counts of the usage at `path` contradict each other or add up to too much.
  case inconsistent(path: JSONPointer, PricingError)

  /// What should have been at a path.
  package enum Wanted: Sendable, Hashable {
    case object
    case list
  }

  /// What was in the place of a quantity. Numbers are given as they were written, cut at 40 bytes.
  package enum Found: Sendable, Hashable {
    /// A number below zero.
    case negative(String)
    /// A number with a fraction where things are counted.
    case fraction(String)
    /// A number above the largest.
    case tooLarge(String)
    /// No number, nor a text that is one. The value stays out: it could be anything.
    case notANumber
  }

  /// The largest count of one meter in a call.
  package static let largestQuantity = Usage.largestQuantity
}
