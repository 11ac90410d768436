import JSON
import Pricing

/// Why arguments cannot be read, though they have the form that their schema asks for.
enum ArgumentError: Error {
  /// A text is longer than what is kept.
  case tooLong(ArgumentName, characters: Int, most: Int)
  /// A text of a list is longer than what is kept.
  case itemTooLong(ArgumentName, characters: Int, most: Int)
  /// It is none of the words that it may be.
  case notOneOf(ArgumentName, found: String, known: [String])
  /// A whole number is not between 1 and `most`.
  case outOfRange(ArgumentName, found: Int64, most: Int64)
  /// A quantity is not between 0 and `most`, so that no call can have it.
  case notOfOneCall(ArgumentPlace, found: String, most: Int64)
  /// A quantity has more decimals than its unit.
  case tooFine(ArgumentPlace, found: JSONNumber, decimals: Int)
  /// A meter has its quantity from another argument already.
  case givenTwice(ArgumentPlace, Meter)
  /// A member of `meters` names none.
  case unknownMeter(String)
  /// The quantity of a member of `meters` is no number.
  case noQuantity(ofMeter: String)
  /// The same prompt is described by several arguments.
  case oneOf([ArgumentName])
  /// No message holds a text.
  case noText
  /// The message at that place has lost what it said.
  case contentLost(message: Int)
  /// The content of the message at that place has no form that a text could be in.
  case contentUnknown(message: Int)
  /// A period is given by its name and by its ends.
  case periodTwice
  /// A word that names no period.
  case unknownPeriod(String)
  /// A text is neither a date nor a time.
  case noTime(ArgumentName, String)
  /// A word names nothing by which totals can be split.
  case unknownGroup(String)
  /// A cursor is none of ours, or one of another question.
  case foreignCursor
  /// Counts are given of a workload that comes from records.
  case countsOfRecords([ArgumentName])
}
