/// What a reporter should know about a call that was recorded.
package enum RecordWarning: Sendable, Hashable {
  /// A bill of zero was taken as not given, as the price of the model is above zero.
  case zeroBillIgnored(model: String)
  /// Input was taken to include the cache, which providers such as this call's report apart.
  case cacheTakenAsInput
  /// No reservation of this name was open.
  case reservationNotOpen(String)
  /// What its price rests on.
  case price(QuoteWarning)
  /// The id was recorded before for another model.
  case otherModel(recorded: String, reported: String)
  /// Its record is archived, so that the report was not counted.
  case archived
}
