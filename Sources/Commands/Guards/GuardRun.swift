import Server
import Service

/// One question of a host's guard to the ledger.
///
/// Whatever goes wrong ends in status 1, which hosts take for trouble that is none of their work: only a
/// denial may stop it.
struct GuardRun {
  let options: Options
  let host: Host

  /// Returns what the limits say of a planned call, or nil after saying on standard error what is in the way.
  func verdict(on call: PlannedCallWords) -> LimitVerdict? {
    do {
      let service = try ServiceBuilder.service(options, host, onlyUser: Role.onlyUser)
      return try service.check(try call.question)
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
