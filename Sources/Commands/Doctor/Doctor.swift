import JSON

extension Command {
  /// `doctor`: is everything in order?
  static let doctor = Command(
    name: "doctor", summary: "Show where the ledger is and whether everything is in order",
    discussion:
      "Looks at the data folder, the ledger, prices, rates, settings and the configuration of MCP hosts. Changes nothing.",
    options: [.prices, .json]
  ) { options, host in
    let checks = Diagnosis.checks(options, host)
    host.print(options.isJSON ? JSONWriter.string(.array(checks.map(\.json))) : DoctorCheck.text(of: checks))
    return checks.contains { !$0.isGood } ? .failure : .success
  }
}
