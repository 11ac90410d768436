package import Ledger

/// What today, this week and this month cost, of what, and what vendors say.
package struct OverviewReport: Sendable {
  /// The most models and projects that are told.
  private static let mostGroups = 5

  /// The periods, shortest first, with what was used in them.
  package let periods: [(name: PeriodName, report: UsageReport)]
  /// The month by model.
  package let models: UsageReport
  /// The month by project.
  package let projects: UsageReport
  /// What vendors say of their allowances.
  package let windows: [VendorWindow]
  /// Every limit, and how much of it is used; none for one who sees the usage of one user only.
  package let limits: [LimitStanding]

  /// Asks the ledger, from one state of it.
  ///
  /// - Throws: As ``LedgerService/usage(_:)``.
  package init(_ service: LedgerService, timezone: String?, currency: String?) throws {
    func report(_ period: PeriodName, by keys: [GroupKey] = []) throws -> UsageReport {
      var question = UsageQuestion()
      (question.period, question.timezone, question.currency) = (.named(period), timezone, currency)
      (question.groupBy, question.pageSize) = (keys, Self.mostGroups)
      return try service.usage(question)
    }
    (periods, models, projects, windows, limits) = try service.ledger.consistently {
      (
        try [PeriodName.today, .thisWeek, .thisMonth].map { ($0, try report($0)) },
        try report(.thisMonth, by: [.dimension(.model)]), try report(.thisMonth, by: [.dimension(.projectID)]),
        try service.vendorWindows(), service.identity.onlyUser == nil ? try LimitEditor(service).list() : []
      )
    }
  }
}
