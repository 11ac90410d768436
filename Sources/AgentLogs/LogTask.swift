package import Ledger

/// A stretch of a file that is to be read.
package struct LogTask: Sendable {
  /// The source of the file.
  package let source: any LogSource
  /// All files of the source.
  package let others: LogFiles
  /// The file.
  package let file: LogFile
  /// How far it is read.
  package let progress: LogProgress
  /// Whether what becomes of each line is kept.
  package let explains: Bool

  /// Creates a task.
  package init(
    source: any LogSource, others: LogFiles, file: LogFile, progress: LogProgress, explains: Bool = false
  ) {
    self.source = source
    self.others = others
    self.file = file
    self.progress = progress
    self.explains = explains
  }

  /// Returns the task to go on from another place of the file.
  package func going(on progress: LogProgress) -> LogTask {
    LogTask(source: source, others: others, file: file, progress: progress, explains: explains)
  }
}
