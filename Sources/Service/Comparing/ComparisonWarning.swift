/// What the reader of a comparison should know.
package enum ComparisonWarning: Sendable, Hashable {
  /// A name that the catalog does not know, with the nearest that it does.
  package struct UnknownModel: Sendable, Hashable {
    /// The name.
    package let name: String
    /// The nearest that the catalog knows.
    package let nearest: [String]
  }

  /// Recorded calls are priced at today's prices.
  case recordedCalls
  /// Savings are against what was recorded.
  case recordedBaseline
  /// So many calls have no amount, so that there is nothing to show savings against.
  case noRecordedBaseline(unpriced: Int64)
  /// So many calls are for other kinds of models, and no part of the comparison.
  case otherKinds(calls: Int64, [WorkKind], compared: WorkKind)
  /// Models were named, which no search narrows.
  case narrowing([ModelCriteria.Kind])
  /// Names that the catalog does not know.
  case unknownModels([UnknownModel])
  /// Each model cuts the text into tokens of its own.
  case ownVocabularies
  /// The length of answers was not given.
  case output(AssumedOutput)
  /// Named models that are in no row.
  case leftOut([LeftOut: [String]])
}
