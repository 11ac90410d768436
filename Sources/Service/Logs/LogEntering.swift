import AgentLogs
import JSON
import Ledger
import Pricing

/// Enters calls that logs tell of.
struct LogEntering {
  private let service: LedgerService
  private let quoter: Quoter
  private let projects: ProjectNames

  /// What has become of a call.
  enum Outcome {
    case entered(RecordedCall)
    case left(SkipReason)
  }

  init(_ service: LedgerService, _ projects: ProjectNames) {
    self.service = service
    quoter = Quoter(service)
    self.projects = projects
  }

  /// Enters a call in the running batch.
  ///
  /// - Throws: What keeps the ledger from taking anything; what is wrong with the call alone is an outcome.
  func enter(_ call: LoggedCall, source: String) throws(LedgerError) -> Outcome {
    let facts = facts(of: call)
    guard let names = try names(of: call, facts, source) else { return .left(.sideCopy) }
    let request = RecordRequest(facts: facts, keys: names.keys, replacing: names.replaces ? source : nil)
    do {
      return .entered(try service.ledger.record(request) { try quoter.quote($0).applied })
    } catch let error as LedgerError {
      switch error {
      case .timestampAhead, .timestampUnset: return .left(.timeless)
      case .quantityOutOfRange, .otherUser: return .left(.refused)
      default: throw error
      }
    } catch {
      return .left(.refused)
    }
  }

  private func facts(of call: LoggedCall) -> CallFacts {
    var facts = call.facts
    // The ledger does so, too, for another request and copy of the facts.
    if facts.usage.hasEmptyTokens { facts.usage = facts.usage.withoutEmptyTokens }
    if facts.userID.isEmpty { facts.userID = service.settings.userName }
    facts.machine = service.settings.machineName
    if facts.projectID.isEmpty, let folder = call.folder { facts.projectID = projects.project(of: folder) }
    if facts.metadata == nil, let branch = call.branch {
      facts.metadata = JSONWriter.string(.object(["branch": .string(branch)]))
    }
    return facts
  }

  /// Returns the keys of a call, and whether it takes the place of what was told of it on the side; nil for a copy on
  /// the side of a call that is there.
  ///
  /// The response's id leads to the call that somebody else has recorded. Where it leads to another call of the same
  /// source, a gateway has given it twice, and this call is known by its own keys alone.
  private func names(
    of call: LoggedCall, _ facts: CallFacts, _ source: String
  ) throws(LedgerError) -> (keys: [RecordKey], replaces: Bool)? {
    let told = { (key: RecordKey) throws(LedgerError) -> [String] in
      try service.ledger.ids(ofRecordWith: key, in: source, ofUser: facts.userID) ?? []
    }
    func isOwn(_ id: String) -> Bool { call.keys.contains { $0.id == id } }
    func isOnTheSide(_ id: String) -> Bool { id.hasPrefix(LoggedCall.sidePrefix) }
    let response = call.responseID.map { RecordKey(id: $0, source: source, part: call.keys.first?.part ?? 0) }
    let others = try call.rivalKey.map(told) ?? []
    let isToldOnTheSide = !others.isEmpty && others.allSatisfy(isOnTheSide)
    if call.isOnTheSide, !others.isEmpty, !isToldOnTheSide { return nil }
    var keys = call.keys
    var replaces = false
    if isToldOnTheSide, !call.isOnTheSide, let rival = call.rivalKey {
      replaces = try call.keys.first.map(told)?.isEmpty ?? true
      keys.append(rival)
    }
    if let response, !keys.contains(response) {
      let held = response == call.rivalKey ? others : try told(response)
      if held.allSatisfy(isOwn) { keys.append(response) }
    }
    return (keys, replaces)
  }
}
