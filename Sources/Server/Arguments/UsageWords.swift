import JSON
package import Service

/// A question about usage in the words of a command line, which are read as the arguments of `get_usage` are.
package struct UsageWords {
  /// The question.
  package let question: UsageQuestion
  private let arguments: Arguments

  /// Reads the words; nil is what nothing is said of.
  ///
  /// - Parameters:
  ///   - groupBy: By what totals are split.
  ///   - pageSize: How many groups are told at most.
  /// - Throws: What is wrong with a word.
  package init(
    period: String?, since: String?, until: String?, timezone: String?, currency: String?, groupBy: String,
    pageSize: Int, of identity: Identity
  ) throws {
    var object: JSONObject = [
      ArgumentName.groupBy.rawValue: [.string(groupBy)],
      ArgumentName.pageSize.rawValue: .number(JSONNumber(Int64(pageSize))),
    ]
    let words: [(ArgumentName, String?)] = [
      (.period, period), (.since, since), (.until, until), (.timezone, timezone), (.currency, currency),
    ]
    for (name, word) in words {
      if let word { object.append(name.rawValue, .string(word)) }
    }
    arguments = try Arguments(object, for: GetUsage.self, of: identity)
    question = try UsageQuestion(arguments)
  }

  /// Returns the answer to the question as `get_usage` gives it, on one line.
  package func json(of report: UsageReport, from service: LedgerService) -> String {
    let document = UsageDocument(report, of: service) { $0.cursor(for: arguments) }
    return JSONWriter.string(.object(document.object))
  }
}
