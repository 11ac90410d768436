import JSON

/// What a `token_count` line says: the thread's cumulative total, and the last call's counts.
struct CodexRow: Hashable {
  let total: CodexCounts?
  let last: CodexCounts?

  /// Reads the line's `info`; nil where it holds no counts, as in lines that tell of rate limits alone.
  init?(_ info: JSONObject?) {
    guard let info else { return nil }
    total = CodexCounts(info.object("total_token_usage"))
    last = CodexCounts(info.object("last_token_usage"))
    guard total != nil || last != nil else { return nil }
  }
}

/// Tells the calls of a thread by its cumulative total.
struct CodexCounter {
  /// A call.
  struct Step {
    let usage: CodexCounts
    /// What tells it from the others of its thread, wherever the thread is found: never a time, as copies have others.
    let name: String
    /// True where the call is all that a first total holds, with nothing to tell what was before it.
    let isFirstTotal: Bool
  }

  private var total: CodexCounts?
  /// How often the total has begun anew with a call; it may also fall, and go on from there.
  private var epoch: Int64 = 0
  /// How many lines had no total.
  private var bare: Int64 = 0

  init() {}

  /// Takes the next line; nil where the total stands still, and the line repeats the one before.
  mutating func take(_ row: CodexRow) -> Step? {
    guard let now = row.total else {
      bare += 1
      return row.last.map { Step(usage: $0, name: "\(epoch) #\(bare) \($0.text)", isFirstTotal: false) }
    }
    guard now != total else { return nil }
    let growth = total.map(now.growth) ?? now
    if growth == nil, now == row.last ?? now { epoch += 1 }
    let isFirst = total == nil
    total = now
    return Step(
      usage: row.last ?? growth ?? now, name: "\(epoch) \(now.text) \(row.last?.text ?? "-")",
      isFirstTotal: isFirst && row.last == nil)
  }
}

extension CodexCounter {
  /// Reads back ``memory``.
  init(_ memory: JSONObject?) {
    guard let memory else { return }
    total = CodexCounts(text: memory.text("total"))
    epoch = memory.count("epoch")
    bare = memory.count("bare")
  }

  /// What is needed to go on.
  var memory: JSONValue {
    .object(of: [
      "total": total.map { .string($0.text) }, "epoch": .number(JSONNumber(epoch)), "bare": .number(JSONNumber(bare)),
    ])
  }
}
