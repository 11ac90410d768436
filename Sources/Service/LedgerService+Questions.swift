package import CivilTime
package import Ledger
import Pricing

// Questions that several answers ask.
extension LedgerService {
  /// The ledger's time.
  package func ledgerTime() throws(LedgerError) -> Instant { try ledger.ledgerTime() }

  /// How long the answers of a model have been; nil when no record tells, or the ledger is in trouble.
  package func outputHistory(ofModel model: String, pricedAs: String?, filter: UsageFilter) -> OutputHistory? {
    do {
      return try ledger.outputHistory(ofModel: model, pricedAs: pricedAs, filter: filter)
    } catch {
      // A ledger in trouble keeps nobody from knowing a price; the answer says what was assumed instead.
      return nil
    }
  }

  /// True for a model that makes sound from text and hears none.
  package func speaks(_ model: String, _ provider: String?) throws -> Bool {
    try prices.resolve(model, provider: provider)?.kind == .speech
  }

  /// The catalog's id of the provider of a call, or the name given, or nothing.
  package func provider(of facts: CallFacts) -> String {
    do {
      if !facts.provider.isEmpty { return try prices.provider(named: facts.provider)?.id ?? facts.provider }
      return try prices.resolve(facts.model, provider: nil)?.provider ?? ""
    } catch {
      return facts.provider
    }
  }
}

/// The state of the ledger, told by who has written to it.
package struct ChangeMark: Hashable {
  /// The file may have been replaced by one that has counted as far.
  private let openings: Int
  private let ownCommits: Int
  private let othersCommits: Int64

  package init(openings: Int, ownCommits: Int, othersCommits: Int64) {
    self.openings = openings
    self.ownCommits = ownCommits
    self.othersCommits = othersCommits
  }
}

extension LedgerService {
  /// Returns a mark that differs after any commit that the identity may know of; nil while the ledger cannot be
  /// read.
  package func changeMark() -> ChangeMark? {
    do {
      let others = try ledger.changeCount()
      let mark = ChangeMark(openings: ledger.openings, ownCommits: ledger.commitCount, othersCommits: others)
      guard identity.onlyUser != nil else { return mark }
      // Asked often: the tables are looked at only after somebody's commit.
      if let known = knownMark, known.ofAnyone == mark { return known.ofUser }
      let changes = try ledger.changesOfOnlyUser()
      let own = ChangeMark(openings: ledger.openings, ownCommits: 0, othersCommits: changes)
      knownMark = (mark, own)
      return own
    } catch {
      // Whoever asks the ledger next is told why; a subscriber has no one to tell.
      return nil
    }
  }
}
