import AgentLogs
import Server
import Service

/// One question of a host's guard to the ledger.
///
/// Whatever goes wrong ends in status 1, which hosts take for trouble that is none of their work: only a
/// denial may stop it.
struct GuardRun {
  let options: Options
  let host: Host

  /// How long the log of the session is read, in milliseconds; a longer one is read on at the next event.
  private static let patienceMilliseconds: Int64 = 5

  /// Returns the service, once the log of Claude Code's session is read; nil after saying what is in the way.
  ///
  /// - Parameter path: The log that the hook names; nil reads what is new of all programs, as far as time allows.
  func service(readingTranscript path: String? = nil) -> LedgerService? {
    asking {
      let service = try ServiceBuilder.service(options, host, entersPrices: true, onlyUser: Role.onlyUser)
      if let path {
        if (options.logs ?? service.settings.logs).includes(ClaudeCode().name) { readTranscript(path, service) }
      } else {
        service.logs?.catchUp(milliseconds: Self.patienceMilliseconds)
      }
      return service
    }
  }

  private func readTranscript(_ path: String, _ service: LedgerService) {
    let intake = LogIntake(
      service, sources: [ClaudeCode()], home: ServiceBuilder.home(host),
      monotonicMilliseconds: host.monotonicMilliseconds)
    intake.catchUp(withSession: path, milliseconds: Self.patienceMilliseconds)
  }

  /// Returns what the limits say of a planned call, or nil after saying on standard error what is in the way.
  func verdict(on call: PlannedCallWords, of service: LedgerService) -> LimitVerdict? {
    asking { try service.check(try call.question) }
  }

  private func asking<T>(_ question: () throws -> T) -> T? {
    do {
      return try question()
    } catch let failure as any Worded {
      note(failure.sentence)
    } catch let failure as CommandFailure {
      note(failure.message)
    } catch {
      note("unexpected failure: \(error)")
    }
    return nil
  }

  /// Says on standard error why work was stopped.
  func deny(_ verdict: LimitVerdict) -> ExitStatus {
    host.note("\(Product.name): \(verdict.reason) The person who set the limit can raise it.")
    return .denied
  }

  /// Says on standard error that the guard could not do its work.
  func note(_ message: String) {
    host.note("\(Product.name): the limits were not checked, and work goes on: \(message)")
  }
}
