import CivilTime
package import Ledger
import MCP
import Pricing

// Limits: those of this process's settings, and those that the ledger holds.
extension LedgerService {
  /// Where each limit stands that holds for the subject.
  package func limitStates(for subject: LimitSubject) throws -> [LimitState] {
    let calendar = try limitCalendar()
    let states = try asking { () throws(LedgerError) in
      try ledger.states(of: settings.limits.rules, for: subject, calendar: calendar)
    }
    guard identity.onlyUser != nil, !states.isEmpty else { return states }
    let now = try ledgerTime()
    return states.map { identity.visible($0, at: now) }
  }

  /// Whether anything is limited at all, in this process's settings or in the ledger.
  var hasLimits: Bool {
    get throws {
      try !settings.limits.rules.isEmpty || asking { () throws(LedgerError) in try !ledger.limits().isEmpty }
    }
  }

  /// Whose limits hold for a call with these arguments; where no user is named it is the ledger's own.
  func limitSubject(_ arguments: Arguments) throws -> LimitSubject {
    var subject = LimitSubject()
    // An absent name is nobody's, as when recording, or it would lead around a user's limits.
    subject[.user] = try arguments.name(.userID) ?? settings.userName
    subject[.session] = try arguments.name(.sessionID)
    subject[.project] = try arguments.name(.projectID)
    subject[.agent] = try arguments.name(.agent)
    let model = try arguments.name(.model)
    let provider = try arguments.name(.provider)
    subject[.provider] = try provider.map(catalogProvider)
    if let model {
      subject[.model] = try catalogModel(model)
      if provider == nil { subject[.provider] = try seller(ofModel: model) }
    }
    return subject
  }

  /// The provider of a model, also of one that only its family or the beginning of its name tells of: what is not known
  /// exactly must not lead around a limit.
  private func seller(ofModel name: String) throws -> String? {
    if let model = try prices.resolve(name) { return model.provider }
    return try family(named: name, limit: 1).first?.provider ?? prices.maker(named: name)
  }

  /// The name under which limits know one of a kind: that of the catalog for models and providers it knows.
  package func limitName(_ name: String, of dimension: LimitDimension) throws -> String {
    switch dimension {
    case .user, .session, .project, .agent: name
    case .model: try catalogModel(name)
    case .provider: try catalogProvider(name)
    }
  }

  private func catalogModel(_ name: String) throws -> String { try prices.resolve(name)?.id ?? name }

  private func catalogProvider(_ name: String) throws -> String { try prices.provider(named: name)?.id ?? name }
}
