package import CivilTime
package import Insight
import JSON
import Ledger
import Logging

/// One look at the ledger without anyone asking: reservations expire, limits and anomalies are reported, and usage
/// that has grown is reported.
package struct Monitor {
  /// For how long an anomaly that is no longer found counts as the same one, in milliseconds: a day.
  private static let anomalyStay: Int64 = Instant.millisecondsPerDay
  /// How many of those that a limit holds for by themselves are looked at, those nearest to it.
  private static let mostOfAKind = 20

  private let service: LedgerService

  /// What a look has come to.
  package struct Outcome: Sendable {
    /// The limits whose level nobody has heard of yet.
    package var alerts: [Alert] = []
    /// What is unusual, and nobody has heard of yet.
    package var anomalies: [Anomaly] = []
    /// The files that were written, by name.
    package var reports: [String] = []
    /// How many reservations were over.
    package var expired = 0
    /// The zone of limits.
    package var zone = Zone.utc
  }

  /// Creates a monitor over a service that sees all users.
  package init(_ service: LedgerService) { self.service = service }

  /// Looks once, and makes the outcome durable.
  ///
  /// The writers' lock is held only to note what is told: neither while usage is searched nor while reports are written.
  ///
  /// - Parameter write: Writes a report and returns the name of its file.
  /// - Throws: ``LedgerError``, and what `write` throws; what was not told then, the next look tells.
  package func look(write: (LimitReport) throws -> String) throws -> Outcome {
    var outcome = Outcome()
    let states = try self.states()
    let anomalies = try service.anomalies()
    try durably {
      outcome.expired = try service.ledger.expireReservations()
      outcome.zone = try service.limitCalendar().zone
      outcome.alerts = try service.raiseAlerts(for: states)
      outcome.anomalies = try anomalies.filter(tell)
    }
    if service.settings.monitor.writesReports { outcome.reports = try report(states, write) }
    return outcome
  }

  /// Runs `body` and makes all of its writes durable, or none.
  private func durably<T>(_ body: () throws -> T) throws -> T {
    do {
      let result = try body()
      try service.ledger.commit()
      return result
    } catch {
      service.ledger.rollBack()
      throw error
    }
  }

  private func states() throws -> [LimitState] {
    let calendar = try service.limitCalendar()
    return try service.ledger.standings(of: service.settings.limits.rules, calendar: calendar, most: Self.mostOfAKind)
      .flatMap(\.states)
  }

  /// Tells an anomaly in the running batch, and returns whether nobody had heard of it yet.
  private func tell(_ anomaly: Anomaly) throws -> Bool {
    let subject = anomaly.subject.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    let name = "\(anomaly.kind.rawValue) \(subject)"
    let mark = LimitMark(kind: .anomaly, limit: name, window: .sliding(Self.anomalyStay), step: 1)
    guard try service.ledger.mark(mark) else { return false }
    service.log.write(.alert, "anomaly", ["kind": .string(anomaly.kind.rawValue)])
    try service.enqueueAlert(
      service.words.anomaly(anomaly), key: "anomaly \(name) \(try service.ledgerTime().milliseconds)")
    return true
  }

  private func report(_ states: [LimitState], _ write: (LimitReport) throws -> String) throws -> [String] {
    let dues = try states.compactMap { DueReport($0, every: service.settings.monitor.reportBasisPoints) }.filter {
      due in
      try service.ledger.markedAt(due.mark) == nil
    }
    guard !dues.isEmpty else { return [] }
    // Before the marks: a process that is killed in between leaves a file that the next look writes again.
    let file = try write(try service.limitReport(dues))
    // Of several processes that wrote the same file at once, one tells.
    let news = try durably {
      try dues.filter { due in try service.ledger.mark(due.mark) }
    }
    return news.isEmpty ? [] : [file]
  }
}
