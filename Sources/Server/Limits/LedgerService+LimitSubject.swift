import Ledger
import Service

extension LedgerService {
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
    subject[.provider] = try provider.map { try limitName($0, of: .provider) }
    if let model {
      subject[.model] = try limitName(model, of: .model)
      if provider == nil { subject[.provider] = try seller(ofModel: model) }
    }
    return subject
  }
}
