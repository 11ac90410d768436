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

  /// How many bytes of the file wait: all of one that is read as a whole.
  package var waitingBytes: Int64 { isReadInStretches ? max(0, file.size - progress.readTo) : file.size }
  /// How many of them are read at once.
  package var load: Int64 { isReadInStretches ? min(waitingBytes, LogScanner.stretchLength) : waitingBytes }

  /// Whether the file is read in stretches of some size, not as a whole.
  var isReadInStretches: Bool { source.form.isLines }
}
