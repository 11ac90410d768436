import JSON

extension Command {
  /// `doctor`: is everything in order?
  static let doctor = Command(
    name: "doctor", summary: "Show where the ledger is and whether everything is in order",
    discussion:
      """
      Looks at the data folder, the ledger, prices, rates, settings and the configuration of MCP hosts. Of the ledger it
      looks at the structure and at some of the totals, with --verify at everything. Changes nothing without --repair.
      """,
    options: [.verify, .repair, .prices, .json]
  ) { options, host in
    let checks = Diagnosis.checks(options, host)
    host.print(options.isJSON ? JSONWriter.string(.array(checks.map(\.json))) : DoctorCheck.text(of: checks))
    guard checks.contains(where: { !$0.isGood }) else { return .success }
    return checks.contains { $0.isDamage } ? .badData : .failure
  }
}
