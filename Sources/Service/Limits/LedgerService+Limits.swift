import CivilTime
package import Ledger
import Pricing

// Limits: those of this process's settings, and those that the ledger holds.
extension LedgerService {
  /// How much is used of each limit that holds for the subject.
  package func limitStates(for subject: LimitSubject) throws -> [LimitState] {
    let calendar = try limitCalendar()
    let states = try ledger.states(of: settings.limits.rules, for: subject, calendar: calendar)
    guard identity.onlyUser != nil, !states.isEmpty else { return states }
    let now = try ledgerTime()
    return states.map { identity.visible($0, at: now) }
  }

  /// Whether anything is limited at all, in this process's settings or in the ledger.
  package var hasLimits: Bool {
    get throws {
      try !settings.limits.rules.isEmpty || !ledger.limits().isEmpty
    }
  }

  /// Whose limits hold for a call by these names; where no user is named it is the ledger's own.
  package func limitSubject(of caller: [Dimension: String]) throws -> LimitSubject {
    try identity.check(caller[.userID])
    var subject = LimitSubject()
    // An absent name is nobody's, as when recording, or it would lead around a user's limits.
    subject[.user] = caller[.userID] ?? settings.userName
    subject[.session] = caller[.sessionID]
    subject[.project] = caller[.projectID]
    subject[.agent] = caller[.agent]
    subject[.provider] = try caller[.provider].map { try limitName($0, of: .provider) }
    if let model = caller[.model] {
      subject[.model] = try limitName(model, of: .model)
      if caller[.provider] == nil { subject[.provider] = try seller(ofModel: model) }
    }
    return subject
  }

  /// The provider of a model, also of one that only its family or the beginning of its name shows: what is not known
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
