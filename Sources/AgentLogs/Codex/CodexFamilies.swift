import JSON

/// The threads of one run, and what their files have in common.
///
/// A thread's rows are told from those it has copied in this order, which no order of reading changes:
/// 1. Where the earlier thread's file is there, leading rows that are its rows from before the fork are copies.
/// 2. Where it is gone, the file itself lets guess (``CodexTrail/guess(in:)``). What only one file holds counts
///    nowhere: it may have been counted while its own file was there, and its days are not known.
/// 3. Where it is gone and several of its threads begin with the same rows, these rows are its own for certain. They
///    count once, to it and by its names, whichever of the files is read: also with its own, should that come back. All
///    files tell the same of them, so their time is one that all of them know: when that thread was created.
struct CodexFamilies {
  /// A file, and the thread that its first line tells of.
  private struct Head {
    let path: String
    let size: Int64
    let thread: CodexThread
  }

  /// How many threads' rows are kept in mind: forks follow soon after the thread before them.
  private static let mostTrails = 6
  /// How far up a thread's ancestors are looked for.
  private static let mostGenerations = 16

  private let files: [LogFile]
  /// The files of each thread, by its id; read when they are first needed.
  private lazy var heads: [String: [Head]] = Self.heads(of: files)
  private var trails: [(paths: [String], trail: CodexTrail)] = []
  private var orphanages: [String: CodexOrphans] = [:]

  init(_ files: [LogFile]) { self.files = files }

  /// Returns whether a thread's file is there.
  mutating func isThere(_ thread: String) -> Bool { heads[thread] != nil }

  /// Returns the session that a thread counts to: a sub-agent's is that of the thread of the user it works for.
  mutating func session(of thread: CodexThread) -> String {
    guard thread.kind != nil else { return thread.id }
    if let root = thread.root { return root }
    var next = thread.parent ?? thread.id
    for _ in 0..<Self.mostGenerations {
      guard let above = heads[next]?.first?.thread, above.kind != nil else { return next }
      guard let higher = above.root ?? above.parent else { return next }
      next = higher
    }
    return next
  }

  /// Returns which rows at the front of a thread's file are copies, once it has a row of this number.
  mutating func prefix(of thread: CodexThread, in path: String, reaching row: Int) -> CodexPrefix {
    var prefix = CodexPrefix()
    guard let origin = thread.origin else { return prefix }
    let trail = trail(of: thread.id, in: [path], reaching: row)
    if let (id, elder, end) = nearest(above: thread, trail) {
      prefix.known = min(trail.copies(of: elder, until: end), trail.firstOwnTurn(of: thread))
      prefix.length = prefix.known
      let isAnswered = prefix.known > 0 || !trail.hasCopies(in: thread)
      if id == origin, isAnswered { return ended(prefix, trail) }
    }
    let guess = trail.guess(in: thread)
    prefix.length = max(prefix.known, guess.length)
    prefix.isFirstOwn = guess.isFirstOwn
    if heads[origin] == nil {
      let orphans = orphans(of: origin)
      prefix.shared = orphans.shared[thread.id] ?? 0
      prefix.forked = orphans.forked
      prefix.length = max(prefix.length, prefix.shared)
    }
    return ended(prefix, trail, isOpen: guess.isOpen)
  }

  private func ended(_ prefix: CodexPrefix, _ trail: CodexTrail, isOpen: Bool = false) -> CodexPrefix {
    var prefix = prefix
    prefix.length += trail.rows.dropFirst(prefix.length).prefix(while: \.isForeign).count
    prefix.isOpen = isOpen || prefix.length >= trail.rows.count
    return prefix
  }

  /// Returns whether a compaction is one of a thread before this one.
  mutating func isCopied(compaction id: String, in thread: CodexThread, at path: String) -> Bool {
    let own = trail(of: thread.id, in: [path])
    guard let elder = nearest(above: thread, own) else { return own.isCopied(compaction: id, in: thread) }
    return elder.trail.compactions[id] != nil
  }

  /// Returns the rows of the nearest earlier thread whose file is there, and until when they may have been copied.
  ///
  /// A copied history begins with the first lines of all threads that it came through.
  private mutating func nearest(
    above thread: CodexThread, _ trail: CodexTrail
  ) -> (id: String, trail: CodexTrail, until: Int64?)? {
    var (next, end) = (thread.origin, thread.created)
    for _ in 0..<Self.mostGenerations {
      guard let id = next, id != thread.id else { return nil }
      if let found = heads[id] { return (id, self.trail(of: id, in: found.map(\.path)), end) }
      let elder = trail.elders.first { $0.id == id }
      (next, end) = (elder?.origin, elder?.created)
    }
    return nil
  }

  /// A file may have grown since it was read for this.
  private mutating func trail(of thread: String, in paths: [String], reaching row: Int = -1) -> CodexTrail {
    trails.removeAll { $0.paths == paths && $0.trail.rows.count <= row }
    if let place = trails.firstIndex(where: { $0.paths == paths }) {
      trails.append(trails.remove(at: place))
    } else {
      trails = trails.suffix(Self.mostTrails - 1) + [(paths, CodexTrail(of: thread, in: paths))]
    }
    return trails[trails.count - 1].trail
  }

  private mutating func orphans(of origin: String) -> CodexOrphans {
    if let known = orphanages[origin] { return known }
    let longest = heads.values.compactMap { heads in
      heads.first?.thread.origin == origin ? heads.max { ($0.size, $1.path) < ($1.size, $0.path) } : nil
    }
    let orphans = CodexOrphans(longest.map { ($0.thread, CodexTrail(of: $0.thread.id, in: [$0.path])) })
    orphanages[origin] = orphans
    return orphans
  }

  private static func heads(of files: [LogFile]) -> [String: [Head]] {
    var heads: [String: [Head]] = [:]
    for file in files.sorted(by: { ($0.name, $0.path) < ($1.name, $1.path) }) {
      guard let thread = CodexThread.first(in: file.path) else { continue }
      heads[thread.id, default: []].append(Head(path: file.path, size: file.size, thread: thread))
    }
    return heads
  }
}

extension CodexThread {
  /// How much of a file is read for its first line, in bytes, and at most.
  private static let (firstLength, mostLength) = (32_768, 16 << 20)

  /// Returns the thread that a file's first line tells of, whose instructions may make it long.
  fileprivate static func first(in path: String) -> CodexThread? {
    var length = firstLength
    while length <= mostLength {
      guard let bytes = LogText.bytes(of: path, count: length) else { return nil }
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return first(of: bytes[..<end]) }
      guard bytes.count == length else { return first(of: bytes[...]) }
      length *= 8
    }
    return nil
  }

  private static func first(of line: ArraySlice<UInt8>) -> CodexThread? {
    do {
      let line = try line.withUnsafeBytes { try CodexLine.parse($0) }
      return line.flatMap { $0.kind == .thread ? CodexThread($0) : nil }
    } catch {
      return nil
    }
  }
}
