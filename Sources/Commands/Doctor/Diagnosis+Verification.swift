import Ledger
import Server
import Service

extension Diagnosis {
  /// What looking through the whole ledger has found; nothing where there is none.
  var verification: [DoctorCheck] {
    guard isLedgerThere else { return [] }
    do throws(LedgerError) {
      return findings(try service.ledger.verify(ownLimits: service.settings.limits.rules, archive: archive))
    } catch {
      return [trouble("verify", error.sentence)]
    }
  }

  /// What a repair has left; nothing where there is no ledger.
  var repair: [DoctorCheck] {
    guard isLedgerThere else { return [] }
    do throws(LedgerError) {
      let report = try service.ledger.repair(ownLimits: service.settings.limits.rules, archive: archive)
      let done = DoctorCheck(
        name: "repair", isGood: report.isDone, finding: VerificationSentences.message(report), isDamage: !report.isDone)
      return [done] + findings(report.after)
    } catch {
      return [trouble("repair", error.sentence)]
    }
  }

  private var isLedgerThere: Bool { host.permissions(service.ledger.folder.database) != nil }

  private var archive: ArchiveReader { ArchiveReader(host) }

  private func findings(_ report: VerificationReport) -> [DoctorCheck] {
    guard !report.isGood else {
      return [DoctorCheck(name: "verify", isGood: true, finding: VerificationSentences.good(report))]
    }
    return VerificationSentences.findings(report).map { trouble("verify", $0) }
  }

  private func trouble(_ name: String, _ finding: String) -> DoctorCheck {
    DoctorCheck(name: name, isGood: false, finding: finding, isDamage: true)
  }
}

extension ArchiveReader {
  /// Creates a reader that has the host expand compressed files.
  init(_ host: Host) {
    self.init(process: host.processID, call: ArchivedLine.call) { [expand = host.expandFile] source, target in
      do throws(OutsideFault) {
        try expand(source, target)
        return nil
      } catch {
        return error.reason
      }
    }
  }
}
