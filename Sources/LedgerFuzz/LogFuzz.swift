import AgentLogs
import Ledger
import Posix
import Pricing

/// The readers of a program's logs: an input is a file, read as a whole and in two parts.
struct LogFuzz {
  private let sources: [any LogSource]
  private let path = TemporaryPlace.make() + "/log"

  init(_ sources: [any LogSource]) { self.sources = sources }

  func read(_ bytes: [UInt8]) {
    for source in sources {
      InputFile.write(bytes.prefix(bytes.count / 2), to: path)
      let half = stretch(of: source, from: LogProgress(source: source.name, path: path))
      InputFile.write(bytes[...], to: path)
      _ = stretch(of: source, from: LogProgress(source: source.name, path: path))
      if let half { _ = stretch(of: source, from: half.progress) }
    }
  }

  private func stretch(of source: any LogSource, from progress: LogProgress) -> LogStretch? {
    guard let file = LogFinder.file(at: path, of: source) else { return nil }
    var scanner = LogScanner()
    let task = LogTask(source: source, others: LogFiles([file]), file: file, progress: progress)
    let stretch: LogStretch
    do { stretch = try scanner.read(task) } catch { return nil }
    for call in stretch.findings.calls {
      precondition(!call.keys.isEmpty, "a call without a key is counted again at each reading")
      precondition(call.facts.usage.totalTokens >= 0, "tokens below zero")
    }
    return stretch
  }
}
