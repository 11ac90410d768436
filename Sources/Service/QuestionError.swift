package import CivilTime
package import Pricing

/// What keeps a question from being answered as it was asked.
package enum QuestionError: Error {
  /// A name that many models share, with the newest of them by their names.
  case family(name: String, newest: [(name: String, model: Model)], role: ModelRole, at: Instant)
  /// A currency without an exchange rate.
  case unknownCurrency(String, known: [String])
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
