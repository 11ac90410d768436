import AgentLogs
import Ledger
import Server
import Service

extension Diagnosis {
  /// What was found of other programs' logs; a program without any is left out.
  var logs: [DoctorCheck] {
    let shelves: [LogShelf]
    do {
      shelves = try LogShelf.all(of: service, ServiceBuilder.home(host))
    } catch {
      // The finding about the ledger says why.
      return []
    }
    return shelves.filter { $0.files > 0 || !$0.faults.isEmpty }.map(check)
  }

  private func check(_ shelf: LogShelf) -> DoctorCheck {
    let count = Grouped.count(Int64(shelf.files), "file")
    let files = "\(count) of \(shelf.name), \(Grouped.text(Int64(shelf.filesRead))) read"
    let faults = shelf.faults.map(LogSentences.message)
    return DoctorCheck(
      name: "logs", isGood: faults.isEmpty, finding: ([files] + faults).joined(separator: "; "))
  }
}
