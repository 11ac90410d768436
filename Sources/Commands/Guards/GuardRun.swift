import JSON
import MCP
import Server
import Service

/// One question of a host's guard to the ledger.
///
/// Whatever goes wrong ends in status 1, which hosts take for trouble that is none of their work: only a
/// denial may stop it.
struct GuardRun {
  let options: Options
  let host: Host

  /// Returns the ruling on a planned call, or nil after saying on standard error what is in the way.
  func ruling(_ question: JSONObject) -> (ruling: Ruling, answer: JSONObject)? {
    do {
      let service = try ServiceBuilder.service(options, host, onlyUser: Role.onlyUser)
      let answer = try service.limitCheck(question)
      return (Ruling(answer), answer)
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
  func deny(_ ruling: Ruling) -> ExitStatus {
    host.note("\(Product.name): \(ruling.reason) The person who set the limit can raise it.")
    return .denied
  }

  /// Says on standard error that the guard could not do its work.
  func note(_ message: String) {
    host.note("\(Product.name): the limits were not checked, and work goes on: \(message)")
  }
}
