/// A file of the folder of reports.
package struct ReportFile: Sendable {
  /// Its name without folder.
  package let name: String
  /// What it holds.
  package let text: String
}
