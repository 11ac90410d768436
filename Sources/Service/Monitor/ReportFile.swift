/// A file of the folder of reports.
package struct ReportFile: Sendable {
  /// Its name without folder.
  package let name: String
  /// What it holds.
  package let text: String

  /// A file of this name with this text.
  package init(name: String, text: String) { (self.name, self.text) = (name, text) }
}
