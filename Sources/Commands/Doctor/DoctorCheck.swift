import JSON
import Logging

/// One thing that the doctor has looked at.
struct DoctorCheck {
  let name: String
  let isGood: Bool
  let finding: String
  /// Whether looking through the whole ledger has found what cannot be.
  var isDamage = false

  var json: JSONValue { ["check": .string(name), "ok": .bool(isGood), "finding": .string(finding)] }

  /// The findings as lines, those in trouble marked.
  static func text(of checks: [DoctorCheck]) -> String {
    let width = checks.map(\.name.count).max() ?? 0
    let lines = checks.map { check in
      let space = String(repeating: " ", count: width - check.name.count)
      return "\(check.isGood ? "ok     " : "TROUBLE")  \(check.name)\(space)  \(check.finding)"
    }
    return TerminalText.lines(lines)
  }
}
