import CivilTime
package import Ledger
import MCP
import Pricing

// Questions that several tools and resources ask, with failures in words.
extension LedgerService {
  /// Runs a question to the ledger and puts its failure into words.
  func asking<T>(_ question: () throws(LedgerError) -> T) throws -> T {
    do {
      return try question()
    } catch {
      throw ToolFailure(message: LedgerSentences.message(error))
    }
  }

  /// The ledger's time.
  func ledgerTime() throws -> Instant { try asking { () throws(LedgerError) in try ledger.ledgerTime() } }

  /// Where each configured limit stands.
  package func limitStates() throws -> [LimitState] {
    guard !settings.limits.rules.isEmpty else { return [] }
    let calendar = try limitCalendar()
    return try asking { () throws(LedgerError) in
      try ledger.states(of: settings.limits.rules, calendar: calendar)
    }
  }

  /// The calendar of limits, which is the ledger's own wherever the question comes from.
  private func limitCalendar() throws -> LedgerCalendar { try calendar(settings.ledgerZone) }

  /// True for a model that makes sound from text and hears none.
  func speaks(_ model: String, _ provider: String?) throws -> Bool {
    try prices.resolve(model, provider: provider)?.kind == .speech
  }

  /// The catalog's id of the provider of a call, or the name given, or nothing.
  func provider(of facts: CallFacts) -> String {
    do {
      if !facts.provider.isEmpty { return try prices.provider(named: facts.provider)?.id ?? facts.provider }
      return try prices.resolve(facts.model, provider: nil)?.provider ?? ""
    } catch {
      return facts.provider
    }
  }
}
