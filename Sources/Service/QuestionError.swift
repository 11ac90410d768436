package import CivilTime
package import Pricing

/// What keeps a question from being answered as it was asked.
package enum QuestionError: Error {
  /// A name that many models share, with the newest of them by their names.
  case family(name: String, newest: [(name: String, model: Model)], role: ModelRole, at: Instant)
  /// A currency without an exchange rate.
  case unknownCurrency(String, known: [String])
  /// A provider that the catalog does not know.
  case unknownProvider(String, known: [String])
  /// No model is named, where nothing can be said without one.
  case noModel
  /// Nothing is said of how large a call is.
  case nothingToPrice
  /// Nothing is said of the work to compare.
  case nothingToCompare
  /// No calls are recorded in a period, so that there is no work to compare.
  case nothingRecorded(PeriodName)
  /// The work has no price on the model to compare with.
  case unpricedBaseline(String, nearest: [String])
}

/// What a model is named for in a question.
package enum ModelRole: Sendable, Hashable {
  /// To be called.
  case called
  /// To be compared.
  case candidate
  /// To be compared with.
  case baseline
  /// Something else, which the asker names so.
  case other(String)
}
