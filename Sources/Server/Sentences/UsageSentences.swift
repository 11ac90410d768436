import Ledger
package import Service

extension UsageError: Worded {
  package var sentence: String {
    switch self {
    case .hasNoPages:
      "Argument `cursor` pages groups or records; ask for `group_by` or include `records`."
    case .pagesGroups: "Argument `cursor` pages records, but this question is grouped. Leave it out."
    case .pagesRecords: "Argument `cursor` pages groups, but this question has no group_by. Leave it out."
    case .trendTooLong(let mostYears):
      "A `trend` shows at most \(mostYears) years. Give a later `since`, or an earlier `until`, to narrow the period."
    }
  }
}

extension PeriodError: Worded {
  package var sentence: String {
    switch self {
    case .endsBeforeItBegins: "`until` must lie after `since`."
    }
  }
}

extension ResourceError: Worded {
  var sentence: String {
    switch self {
    case .noNumber(let name, let found, let accepted):
      "`\(name)` must be a whole number from \(accepted.lowerBound) to \(accepted.upperBound), not \"\(found)\"."
    }
  }
}

extension UsageWarning {
  /// What the report cannot tell, in words.
  package var sentence: String {
    switch self {
    case .archived(let calls, let parts): LedgerSentences.archived(calls: calls, missingIn: parts.map(\.rawValue))
    case .logsWaiting(let since): LogSentences.waiting(since: since)
    }
  }
}
