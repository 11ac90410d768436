package import Ledger

/// Why a limit cannot be changed as a person asked.
package enum LimitError: Error, Hashable {
  /// No limit goes by that id; those that are set.
  case unknown(id: String, known: [String])
  /// The limit is not one of the command line.
  case setElsewhere(id: String, origin: LimitOrigin)
  /// The limit looks at each request by itself, so there is no window that could begin again.
  case noWindow(id: String)
  /// The limit does not hold for each one of that dimension.
  case otherDimension(LimitDimension, LimitRule)
  /// The limit holds for another one alone.
  case otherName(String, LimitRule)
}
