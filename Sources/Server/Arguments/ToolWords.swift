package import JSON
package import Ledger
package import Service

/// A question to a tool in the words of a command line, which are read as the arguments of the tool are.
///
/// Whoever asks on a terminal is so told the same, and corrected by the same sentences.
package struct ToolWords {
  private let words: JSONObject
  private let service: LedgerService

  /// Takes the arguments that were given in words.
  package init(_ words: JSONObject, for service: LedgerService) { (self.words, self.service) = (words, service) }

  /// Returns the question about usage.
  ///
  /// - Throws: What is wrong with a word.
  package func question() throws -> UsageQuestion {
    try UsageQuestion(try arguments(for: GetUsage.self))
  }

  /// Returns the answer to the question about usage as `get_usage` gives it.
  ///
  /// - Throws: What is wrong with a word.
  package func usageDocument() throws -> JSONObject { try GetUsage(service).call(arguments(for: GetUsage.self)) }

  private func arguments(for tool: any LedgerTool.Type) throws -> Arguments {
    try Arguments(words, for: tool, of: service.identity)
  }

  /// Returns the 5-hour blocks that a question about usage is about, and a function that writes them as JSON.
  ///
  /// - Throws: What is wrong with a word.
  package func blocks() throws -> (report: BlockReport, json: () -> JSONObject) {
    let arguments = try Arguments(words, for: GetUsage.self, of: service.identity)
    let report = try service.blocks(try UsageQuestion(arguments))
    return (report, { BlockDocument(report).object })
  }

  /// Returns which records a question about usage is about.
  ///
  /// - Throws: What is wrong with a word.
  package func selection() throws -> (period: Period, filter: UsageFilter) {
    try service.selection(of: try UsageQuestion(try Arguments(words, for: GetUsage.self, of: service.identity)))
  }

  /// Returns what calls will cost, and a function that writes it as `estimate_cost` does.
  ///
  /// - Throws: What is wrong with a word.
  package func estimate() throws -> (estimate: CostEstimate, json: () -> JSONObject) {
    let arguments = try self.arguments(for: EstimateCost.self)
    let estimate = try service.estimate(try CostQuestion(arguments, service))
    return (estimate, { EstimateDocument(estimate: estimate).object })
  }

  /// Returns the same work on many models, and a function that writes it as `compare_models` does.
  ///
  /// - Throws: What is wrong with a word.
  package func comparison() throws -> (comparison: Comparison, json: () -> JSONObject) {
    let arguments = try self.arguments(for: CompareModels.self)
    let comparison = try service.compare(try ComparisonQuestion(arguments, service))
    return (comparison, { ComparisonDocument(comparison: comparison).object })
  }

  /// Enters a call; returns what was entered, what there is to say of it, and a function that writes it as
  /// `record_usage` does.
  ///
  /// - Throws: What is wrong with a word.
  package func record() throws -> (receipt: RecordReceipt, remarks: [String], json: () -> JSONObject) {
    let arguments = try self.arguments(for: RecordUsage.self)
    let (receipt, attention) = try service.record(try UsageDraft(arguments, service))
    let remarks = receipt.warnings.map(\.sentence) + attention.sentences(service)
    let answer = RecordAnswer(receipt: receipt, hasDetails: false, session: nil)
    return (
      receipt, remarks, { RecordUsage(service).complete(answer.object, receipt.warnings.map(\.sentence), attention) }
    )
  }
}
