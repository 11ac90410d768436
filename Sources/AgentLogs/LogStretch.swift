package import Ledger

/// A stretch of a file that was read: what was found in it, and how far the file is read now.
package struct LogStretch: Sendable {
  /// What was found.
  package var findings: LogFindings
  /// How far the file is read with it.
  package var progress: LogProgress
  /// Whether there is more to be read.
  package var hasMore: Bool

  /// Creates a stretch.
  package init(findings: LogFindings, progress: LogProgress, hasMore: Bool) {
    self.findings = findings
    self.progress = progress
    self.hasMore = hasMore
  }
}
