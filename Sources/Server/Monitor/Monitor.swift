import CivilTime
import Insight
import JSON
import Ledger
import Logging
import MCP
package import Service

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
    /// What nobody has heard yet.
    package var alerts: [String] = []
    /// The files that were written, by name.
    package var reports: [String] = []
    /// How many reservations were over.
    package var expired = 0
  }

  /// Creates a monitor over a service that sees all users.
  package init(_ service: LedgerService) { self.service = service }

  /// Looks once, and makes the outcome durable.
  ///
  /// The writers' lock is held only to note what is told: neither while usage is searched nor while reports are written.
  ///
  /// - Parameter write: Writes a file of the folder of reports; returns what is against it, or nil.
  /// - Throws: ``ToolFailure`` when the ledger cannot be read or written or a report not be written; what was not told
  ///   then, the next look tells.
  package func look(write: (ReportFile) -> String?) throws -> Outcome {
    var outcome = Outcome()
    let states = try self.states()
    let anomalies = try service.anomalies()
    try durably {
      outcome.expired = try service.ledger.expireReservations()
      let zone = try service.limitCalendar().zone
      outcome.alerts = try service.raiseAlerts(for: states).map { AlertSentences.text($0, in: zone) }
      outcome.alerts += try tell(anomalies)
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

  /// Reports what nobody has heard yet, in the running batch.
  private func tell(_ anomalies: [Anomaly]) throws -> [String] {
    try anomalies.compactMap { anomaly in
      let subject = anomaly.subject.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
      let name = "\(anomaly.kind.rawValue) \(subject)"
      let mark = LimitMark(kind: .anomaly, limit: name, window: .sliding(Self.anomalyStay), step: 1)
      guard try service.ledger.mark(mark) else { return nil }
      let sentence = LedgerService.sentence(of: anomaly)
      service.log.write(.alert, "anomaly", ["kind": .string(anomaly.kind.rawValue)])
      try service.enqueueAlert(
        service.words.anomaly(anomaly), key: "anomaly \(name) \(try service.ledgerTime().milliseconds)")
      return sentence
    }
  }

  private func report(_ states: [LimitState], _ write: (ReportFile) -> String?) throws -> [String] {
    let dues = try states.compactMap { DueReport($0, every: service.settings.monitor.reportBasisPoints) }.filter {
      due in
      try service.ledger.markedAt(due.mark) == nil
    }
    guard !dues.isEmpty else { return [] }
    let file = LimitReportText(try service.limitReport(dues)).file
    // Before the marks: a process that is killed in between leaves a file that the next look writes again.
    if let fault = write(file) {
      throw ToolFailure(message: "The report \(file.name) cannot be written: \(fault). Usage is recorded all the same.")
    }
    // Of several processes that wrote the same file at once, one tells.
    let news = try durably {
      try dues.filter { due in try service.ledger.mark(due.mark) }
    }
    return news.isEmpty ? [] : [file.name]
  }
}
