import CivilTime
package import JSON
import JSONSchema
import Ledger
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

  /// Answers from one state of the ledger, so that the parts of an answer agree.
  func answering<T>(_ answer: () throws -> T) throws -> T {
    do {
      return try ledger.consistently(answer)
    } catch let error as LedgerError {
      throw ToolFailure(message: LedgerSentences.message(error))
    }
  }

  /// The ledger's time.
  func ledgerTime() throws -> Instant { try asking { () throws(LedgerError) in try ledger.ledgerTime() } }

  /// How long the answers of a model have been; nil when no record tells, or the ledger is in trouble.
  func outputHistory(ofModel model: String, pricedAs: String?, filter: UsageFilter) -> OutputHistory? {
    do {
      return try ledger.outputHistory(ofModel: model, pricedAs: pricedAs, filter: filter)
    } catch {
      // A ledger in trouble keeps nobody from knowing a price; the answer says what was assumed instead.
      return nil
    }
  }

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

/// Where the ledger stands, told by who has written to it.
package struct ChangeMark: Hashable {
  private let ownCommits: Int
  private let othersCommits: Int64

  init(ownCommits: Int, othersCommits: Int64) {
    self.ownCommits = ownCommits
    self.othersCommits = othersCommits
  }
}

extension LedgerService {
  /// Returns a mark that differs after any commit that the identity may know of; nil while the ledger cannot be
  /// read.
  package func changeMark() -> ChangeMark? {
    do {
      let mark = ChangeMark(ownCommits: ledger.commitCount, othersCommits: try ledger.changeCount())
      guard identity.onlyUser != nil else { return mark }
      // Asked often: the tables are looked at only after somebody's commit.
      if let known = knownMark, known.ofAnyone == mark { return known.ofUser }
      let own = ChangeMark(ownCommits: 0, othersCommits: try ledger.changesOfOnlyUser())
      knownMark = (mark, own)
      return own
    } catch {
      // Whoever asks the ledger next is told why; a subscriber has no one to tell.
      return nil
    }
  }
}

extension LedgerService {
  /// Returns the answer of `get_usage` to the arguments, for commands.
  ///
  /// - Throws: ``ToolFailure``.
  package func usage(_ question: JSONObject) throws -> JSONObject {
    try answer(of: GetUsage.self, question)
  }

  /// Returns the answer of `check_limit` to the arguments, for commands.
  ///
  /// - Throws: ``ToolFailure``.
  package func limitCheck(_ question: JSONObject) throws -> JSONObject {
    try answer(of: CheckLimit.self, question)
  }

  /// Returns what a tool answers to arguments that are mended and checked as those of a client are.
  private func answer<Asked: LedgerTool>(of tool: Asked.Type, _ question: JSONObject) throws -> JSONObject {
    let declaration = LedgerServer.declaration(of: tool.name)
    let mended = declaration.mended(.object(question))
    let violations = declaration.violations(in: mended)
    guard violations.isEmpty, let arguments = mended.object else {
      throw ToolFailure(message: ViolationSentences.message(violations, mended, declaration))
    }
    return try ledger.consistently { try tool.init(self).call(Arguments(arguments, of: identity)) }
  }

  /// The names of the tools.
  package static var toolNames: [String] { ToolList.all.map { $0.name } }
}
