import JSON
import Ledger
import MCP
import Pricing
import Server
import Service

/// What the words of `limits set` or an entry of `token_ledger_limits` say, not yet understood.
struct LimitWords: Sendable, Equatable {
  var scope = "all"
  var metric: String?
  var window: String?
  var limit: String?
  var action = "block"

  /// The most tokens or requests of a limit.
  private static let largestCount: Int128 = 9_000_000_000_000_000
  /// The most dollars of a limit.
  private static let largestAmount = Money(dollars: 1_000_000_000, picodollars: 0)

  /// Returns the limit that the words describe.
  ///
  /// - Parameter mark: What comes before the name of a word, such as `--`.
  /// - Throws: ``CommandFailure`` that names the word, its value and what is accepted; ``ToolFailure`` for a limit of a
  ///   command on a family of models.
  func rule(origin: LimitOrigin, mark: String, service: LedgerService) throws -> LimitRule {
    let metric = try word(metric, LimitMetric.self, "\(mark)metric")
    let window = try word(window, LimitWindow.self, "\(mark)window")
    guard metric != .requests || window != .request else {
      throw Self.fault("requests per request is always one; limit tokens or cost per request")
    }
    let scope = try scope(mark, service)
    // Such a limit would hold for no call. One in a file stays as it is, or a server would not start.
    if origin == .command, case .one(.model, let name) = scope {
      _ = try service.model(named: name, as: .other("\(mark)scope"))
    }
    return LimitRule(
      scope: scope, metric: metric, window: window, limit: try amount(of: metric, mark),
      action: try word(action, LimitAction.self, "\(mark)action"), origin: origin)
  }

  private func scope(_ mark: String, _ service: LedgerService) throws -> LimitScope {
    guard let scope = LimitScope(scope) else {
      let kinds = LimitDimension.allCases.map(\.name).joined(separator: ", ")
      throw Self.fault(
        "\(mark)scope takes all, or any of \(kinds), or one by its name such as user=ann, not \"\(scope)\"")
    }
    guard case .one(let dimension, let name) = scope else { return scope }
    guard name.count <= 256 else { throw Self.fault("a name in \(mark)scope has at most 256 characters") }
    return .one(dimension, try service.limitName(name, of: dimension))
  }

  private func amount(of metric: LimitMetric, _ mark: String) throws -> Int128 {
    guard let limit else { throw Self.fault("\(mark)limit is missing") }
    if metric == .cost {
      guard let amount = Money(decimal: limit), amount >= .zero, amount <= Self.largestAmount else {
        throw Self.fault(
          "\(mark)limit takes US dollars from 0 to 1000000000 with at most twelve decimals, such as 5 or 0.25, not \"\(limit)\""
        )
      }
      return amount.picodollars
    }
    guard let count = JSONNumber(lexeme: limit)?.int64, count >= 0, count <= Self.largestCount else {
      throw Self.fault(
        "\(mark)limit takes a whole number of \(metric.rawValue) from 0 to \(Self.largestCount), not \"\(limit)\"")
    }
    return Int128(count)
  }

  private func word<Word: RawRepresentable & CaseIterable>(
    _ text: String?, _ type: Word.Type, _ name: String
  ) throws -> Word where Word.RawValue == String {
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    guard let text else { throw Self.fault("\(name) is missing; give any of \(known)") }
    guard let word = Word(rawValue: text) else { throw Self.fault("\(name) takes any of \(known), not \"\(text)\"") }
    return word
  }

  private static func fault(_ message: String) -> CommandFailure { CommandFailure(status: .usage, message: message) }
}

extension CommandOption {
  /// The options of `limits set`.
  static let limitWords: [CommandOption] = [
    CommandOption(
      "--scope", "SCOPE", "all (default); or each user, session, project, agent, model, provider; or user=ann"
    ) {
      $1.limitWords.scope = $0
    }.taking(.words(["all"] + LimitDimension.allCases.map(\.name))),
    CommandOption("--metric", "METRIC", "What is counted: tokens, cost (US dollars) or requests") {
      $1.limitWords.metric = $0
    }.taking(.words(LimitMetric.allCases.map(\.rawValue))).required(),
    CommandOption("--window", "WINDOW", "request, minute, hour, day, week, month or total") {
      $1.limitWords.window = $0
    }.taking(.words(LimitWindow.allCases.map(\.rawValue))).required(),
    CommandOption("--limit", "N", "How much is allowed; 0 allows nothing") { $1.limitWords.limit = $0 }.required(),
    CommandOption("--action", "ACTION", "block (default) denies a call that would pass it; warn only warns") {
      $1.limitWords.action = $0
    }.taking(.words(LimitAction.allCases.map(\.rawValue))),
  ]

  /// The options of `limits reset`, each the name of one of a kind.
  static let limitNames: [CommandOption] = LimitDimension.allCases.map { dimension in
    CommandOption("--" + dimension.name, "NAME", "Only for this \(dimension.name)") { value, options in
      options.limitNames[dimension] = value
    }
  }
}
