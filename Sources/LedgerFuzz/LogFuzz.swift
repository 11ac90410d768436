import AgentLogs
import Ledger
import Posix
import Pricing

/// The readers of a program's logs: an input is a file, read as a whole, again, and in two parts.
///
/// For a source of databases it is a script of SQL that makes one, or a file of SQLite.
struct LogFuzz {
  private let sources: [any LogSource]
  private let path = TemporaryPlace.make() + "/log"

  init(_ sources: [any LogSource]) { self.sources = sources }

  func read(_ bytes: [UInt8]) {
    for source in sources {
      switch source.form {
      case .lines: readLines(bytes, source)
      case .document:
        InputFile.write(bytes[...], to: path)
        _ = stretch(of: source)
      case .database:
        DatabaseFile.make(bytes, at: path)
        _ = stretch(of: source)
      }
    }
  }

  /// A file that has grown tells of the calls that it tells of when it is read as a whole.
  private func readLines(_ bytes: [UInt8], _ source: any LogSource) {
    // Where a line ends, as one that is half written is read when it is whole.
    let end = bytes.prefix(bytes.count / 2).lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    InputFile.write(bytes.prefix(end), to: path)
    let first = stretch(of: source)
    InputFile.write(bytes[...], to: path)
    let whole = stretch(of: source)
    precondition(
      whole?.findings.calls == stretch(of: source)?.findings.calls, "what is read again is read as something else")
    guard let first, let rest = stretch(of: source, from: first.progress) else { return }
    precondition(Told(first, rest).agrees(with: Told(whole)), "in two parts it tells of other calls")
  }

  private func stretch(of source: any LogSource, from progress: LogProgress? = nil) -> LogStretch? {
    guard let file = LogFinder.file(at: path, of: source) else { return nil }
    var scanner = LogScanner()
    let task = LogTask(
      source: source, others: LogFiles([file]), file: file,
      progress: progress ?? LogProgress(source: source.name, path: path))
    let stretch: LogStretch
    do { stretch = try scanner.read(task) } catch { return nil }
    for call in stretch.findings.calls {
      precondition(!call.keys.isEmpty, "a call without a key is counted again at each reading")
      precondition(call.facts.usage.entries.allSatisfy { $0.quantity >= 0 }, "a quantity below zero")
    }
    precondition(stretch.progress.memory.utf8.count <= 8_192, "a reader remembers ever more")
    return stretch
  }
}

/// What is told of each call, by the first of its names.
private struct Told {
  private var usages: [RecordKey: [Usage]] = [:]

  init(_ stretches: LogStretch?...) {
    for call in stretches.flatMap({ $0?.findings.calls ?? [] }) {
      if let key = call.keys.first { usages[key, default: []].append(call.facts.usage) }
    }
  }

  /// Whether the same calls are told of; one that is told of several times is joined by the ledger, or was already.
  func agrees(with other: Told) -> Bool {
    usages.count == other.usages.count
      && usages.allSatisfy { key, told in
        guard let others = other.usages[key] else { return false }
        return told == others || told.count > 1 || others.count > 1
      }
  }
}
