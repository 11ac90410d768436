import CivilTime
import Foundation
import Ledger
import Pricing
import Service
import Synchronization
import TestSupport
import Testing

/// A service over a ledger in a folder of its own, with a clock that stands.
final class Desk {
  let folder: TemporaryFolder
  let service: LedgerService
  /// The time of the clock.
  let now: Instant

  /// - Parameters:
  ///   - onlyUser: The user whom the service is pinned to; nil for an administrator's.
  ///   - seed: Decides on the ids of records.
  init(
    at start: String = "2026-11-21T12:00:00Z", onlyUser: String? = nil, seed: UInt64 = 7,
    _ change: (inout ServiceSettings) -> Void = { _ in }
  ) throws {
    folder = try TemporaryFolder()
    let now = try #require(Instant(rfc3339: start))
    self.now = now
    var settings = ServiceSettings(userName: "ada", machineName: "desk")
    change(&settings)
    let chance = Mutex(SplitMix64(seed: seed))
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: { now }, monotonicMilliseconds: { 0 },
        randomBytes: { count in
          chance.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        }, sleepMilliseconds: { _ in }), onlyUser: onlyUser)
    service = LedgerService(
      ledger: ledger, prices: EmbeddedFiles.prices, settings: settings,
      zones: ZoneLibrary(folders: []) { _ in nil }, now: { now },
      words: MessageWords(alert: { alert, _ in "\(alert.level)" }, anomaly: { _ in "" }, fault: { "\($0)" }))
  }

  /// Returns the draft of a call that was counted.
  func draft(
    _ model: String, _ usage: Usage = Usage(disjoint: [(.input, 1_000)]), id: String = "", reservation: String? = nil
  ) -> UsageDraft {
    UsageDraft(
      facts: CallFacts(userID: "ada", source: UsageDraft.source, model: model, usage: usage, timestamp: now),
      requestID: id, reservation: reservation)
  }

  /// Records a call durably, and returns what became of it.
  @discardableResult
  func record(_ draft: UsageDraft) throws -> RecordReceipt {
    let receipt = try service.record(draft).receipt
    try service.ledger.commit()
    return receipt
  }
}
