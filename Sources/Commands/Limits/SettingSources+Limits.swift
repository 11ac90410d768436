import JSON
import Ledger
import Service

extension SettingSources {
  /// Returns the limits of `token_ledger_limits` in `config.json`, whose words the file's schema has let pass.
  ///
  /// - Throws: ``CommandFailure`` for one that cannot be.
  func configuredLimits(_ service: LedgerService) throws -> [LimitRule] {
    do {
      return try limits.map { entry in
        var words = LimitWords()
        words.scope = entry["scope"]?.string ?? words.scope
        words.metric = entry["metric"]?.string
        words.window = entry["window"]?.string
        words.limit = entry["limit"]?.number?.lexeme
        words.action = entry["action"]?.string ?? words.action
        return try words.rule(origin: .config, mark: "", service: service)
      }
    } catch let failure as CommandFailure {
      throw CommandFailure(
        status: .badData, message: "\(dataFolder)/config.json, token_ledger_limits: \(failure.message)")
    }
  }
}
