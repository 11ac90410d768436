import CivilTime
import Pricing

/// What one record adds to the totals, and where.
struct Contribution: Equatable {
  var timestamp: Instant
  var context: ContextID
  var session: SessionID?
  var totals: Totals
  /// What the totals do not tell, for most records nothing; as ``MeterTotals/parts(of:)``.
  var meters: [Usage.Count]

  /// - Parameter adjusted: The figures that count in the place of those of the usage and of the cost.
  init(
    timestamp: Instant, context: ContextID, session: SessionID?, usage: Usage, cost: Money?,
    adjusted: [AdjustedFigure: Int64] = [:]
  ) {
    self.timestamp = timestamp
    self.context = context
    self.session = session
    totals = Totals()
    totals.requests = 1
    totals.unpricedRequests = cost == nil ? 1 : 0
    totals.tokens = TokenTotals(usage)
    totals.cost = cost ?? .zero
    if !adjusted.isEmpty { for (figure, value) in adjusted { figure.set(value, in: &totals) } }
    meters = MeterTotals.parts(of: usage)
  }
}
