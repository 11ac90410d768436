import JSON

/// What is wrong with the arguments of `record_usage`.
enum RecordArgumentError: Error {
  /// Counts come without a model.
  case modelMissing
  /// A provider's object and a count are both given.
  case usageAndCount(ArgumentName)
  /// The time is not one of RFC 3339.
  case noTime(String)
  /// The bill is not one that a call can have.
  case costOutOfRange(JSONNumber)
  /// The metadata have more bytes of JSON than are kept.
  case metadataTooLarge(bytes: Int)
  /// A member cannot hold for all calls of a list.
  case memberOfEachCall(String)
  /// One call of a list cannot be read.
  case call(index: Int, reason: any Worded)
}
