package import CivilTime
package import Pricing

/// What keeps a question from being answered as it was asked.
package enum QuestionError: Error {
  /// A name that many models share, with the newest of them by their names, given in `argument`.
  case family(name: String, newest: [(name: String, model: Model)], argument: String, at: Instant)
}
