/// Threads whose earlier thread's file is gone, and the rows with which several of them begin.
struct CodexOrphans {
  /// How many rows at the front of a thread, by its id, another of them has too.
  private(set) var shared: [String: Int] = [:]
  /// When the first of them was forked, in milliseconds.
  let forked: Int64?

  /// Compares the threads; each comes once, with its rows.
  init(_ threads: [(thread: CodexThread, trail: CodexTrail)]) {
    forked = threads.compactMap(\.thread.created).min()
    guard threads.count > 1 else { return }
    let sorted = threads.map(Member.init).sorted(by: Member.isBefore)
    for (left, right) in zip(sorted, sorted.dropFirst()) {
      let count = left.common(with: right)
      for member in [left, right] { shared[member.id] = max(shared[member.id] ?? 0, count) }
    }
    // One row alone may be the same by chance, as where two sub-agents are given the same work.
    let proven = Set(sorted.lazy.filter(\.hasCopies).compactMap(\.fronts.first))
    for member in sorted where shared[member.id] == 1 && !member.fronts.prefix(1).allSatisfy(proven.contains) {
      shared[member.id] = 0
    }
  }

  /// A thread by all its fronts.
  private struct Member {
    let id: String
    /// What the first row hashes to, the first two, and so on: where two threads begin alike, so do these.
    let fronts: [Int]
    let hasCopies: Bool

    init(_ thread: CodexThread, _ trail: CodexTrail) {
      id = thread.id
      var front = 0
      // What comes after the thread's own first turn is its own, however much it is like another's.
      fronts = trail.rows.prefix(trail.firstOwnTurn(of: thread)).map { row in
        var hasher = Hasher()
        hasher.combine(front)
        hasher.combine(row.print)
        front = hasher.finalize()
        return front
      }
      hasCopies = trail.guess(in: thread).length > 0
    }

    /// Returns how many rows at the front are the same.
    func common(with other: Member) -> Int {
      var (low, high) = (0, min(fronts.count, other.fronts.count))
      while low < high {
        let middle = (low + high + 1) / 2
        if fronts[middle - 1] == other.fronts[middle - 1] { low = middle } else { high = middle - 1 }
      }
      return low
    }

    /// Sorts those with common fronts together.
    static func isBefore(_ left: Member, _ right: Member) -> Bool {
      let count = left.common(with: right)
      guard count < left.fronts.count, count < right.fronts.count else {
        return (left.fronts.count, left.id) < (right.fronts.count, right.id)
      }
      return left.fronts[count] < right.fronts[count]
    }
  }
}
