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
    guard let keys = try keys(of: call, facts, source) else { return .left(.sideCopy) }
    do {
      return .entered(
        try service.ledger.record(RecordRequest(facts: facts, keys: keys)) { try quoter.quote($0).applied })
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
    if facts.userID.isEmpty { facts.userID = service.settings.userName }
    facts.machine = service.settings.machineName
    if facts.projectID.isEmpty, let folder = call.folder { facts.projectID = projects.project(of: folder) }
    if facts.metadata == nil, let branch = call.branch {
      facts.metadata = JSONWriter.string(.object(["branch": .string(branch)]))
    }
    return facts
  }

  /// Returns the keys of a call; nil for a copy on the side of a call that is there.
  ///
  /// The response's id leads to the call that somebody else has recorded. Where it leads to another call of the same
  /// source, a gateway has given it twice, and this call is known by its own keys alone.
  private func keys(
    of call: LoggedCall, _ facts: CallFacts, _ source: String
  ) throws(LedgerError) -> [RecordKey]? {
    guard let id = call.responseID else { return call.keys }
    let response = RecordKey(id: id, source: source, part: call.keys.first?.part ?? 0)
    let held = try service.ledger.ids(ofRecordWith: response, in: source, ofUser: facts.userID) ?? []
    let others = held.filter { id in !call.keys.contains { $0.id == id } }
    if others.isEmpty { return call.keys + [response] }
    let areOnTheSide = others.allSatisfy { $0.hasPrefix(LoggedCall.sidePrefix) }
    if call.isOnTheSide, !areOnTheSide { return nil }
    return areOnTheSide && !call.isOnTheSide ? call.keys + [response] : call.keys
  }
}
