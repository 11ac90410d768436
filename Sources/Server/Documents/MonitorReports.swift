import CivilTime
import Ledger
package import Service

extension Monitor {
  /// Looks once, as ``look(write:)`` does, and writes reports as files in Markdown.
  ///
  /// - Parameter write: Writes a file of the folder of reports.
  package func look(files write: (ReportFile) throws(OutsideFault) -> Void) throws -> Outcome {
    try look { report in
      let file = LimitReportText(report).file
      do throws(OutsideFault) {
        try write(file)
      } catch {
        throw ReportFault(file: file.name, reason: error.reason)
      }
      return file.name
    }
  }
}

extension Monitor.Outcome {
  /// What nobody had heard yet, in sentences.
  package var messages: [String] {
    alerts.map { AlertSentences.text($0, in: zone) } + anomalies.map(InsightSentences.anomaly)
  }
}

/// A report that cannot be written.
struct ReportFault: Worded {
  /// The name of its file.
  let file: String
  /// What the system says.
  let reason: String

  var sentence: String { "The report \(file) cannot be written: \(reason). Usage is recorded all the same." }
}
