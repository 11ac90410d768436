/// What is done now and then without anyone asking.
package struct MonitorSettings: Sendable, Hashable {
  /// Whether `serve` looks by itself.
  package var isOn = true
  /// The seconds between two looks.
  package var intervalSeconds: Int64 = 300
  /// Whether reports are written.
  package var writesReports = true
  /// By how many hundredths of a percent of a limit usage grows from one report to the next; above 0.
  package var reportBasisPoints: Int64 = 1_000

  /// Creates settings with nothing configured.
  package init() {}
}
