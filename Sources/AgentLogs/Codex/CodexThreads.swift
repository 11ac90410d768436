import Synchronization

/// The threads of one run, for all who read their files at once.
final class CodexThreads: Sendable {
  private let families: Mutex<CodexFamilies>

  /// Creates the threads of these files, which are looked into when one of them needs another.
  init(_ files: [LogFile]) { families = Mutex(CodexFamilies(files)) }

  /// Returns whether a thread's file is there.
  func isThere(_ thread: String) -> Bool { families.withLock { $0.isThere(thread) } }

  /// Returns the session that a thread counts to.
  func session(of thread: CodexThread) -> String { families.withLock { $0.session(of: thread) } }

  /// Returns which rows at the front of a thread's file are copies, once it has a row of this number.
  func prefix(of thread: CodexThread, in path: String, reaching row: Int) -> CodexPrefix {
    families.withLock { $0.prefix(of: thread, in: path, reaching: row) }
  }

  /// Returns whether a compaction is one of a thread before this one.
  func isCopied(compaction id: String, in thread: CodexThread, at path: String) -> Bool {
    families.withLock { $0.isCopied(compaction: id, in: thread, at: path) }
  }
}
