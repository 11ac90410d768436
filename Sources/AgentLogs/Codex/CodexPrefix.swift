import JSON

/// Which rows at the front of a thread's file are copies of earlier threads' rows.
struct CodexPrefix: Hashable {
  /// What a row is.
  enum Standing {
    /// The thread's own.
    case own
    /// A copy that counts elsewhere, or nowhere.
    case copied
    /// A row of the earlier thread, whose own file is gone, and which other threads hold too.
    case orphaned
  }

  /// How many rows an earlier thread's file holds too.
  var known = 0
  /// Up to which row other threads of the same missing one hold the same.
  var shared = 0
  /// How many rows are copies.
  var length = 0
  /// True where the first row is the thread's own, although those after it are copies.
  var isFirstOwn = false
  /// True where the file has ended before the copies did, as far as can be told.
  var isOpen = false
  /// When the first of the threads that share rows was forked, in milliseconds.
  var forked: Int64?

  /// Creates a prefix without copies.
  init() {}

  /// Returns what the row of this number is.
  func standing(of row: Int) -> Standing {
    if row < known { return .copied }
    if row < shared { return .orphaned }
    return row < length && (row > 0 || !isFirstOwn) ? .copied : .own
  }
}

extension CodexPrefix {
  /// Reads back ``memory``.
  init?(_ memory: JSONObject?) {
    guard let memory else { return nil }
    known = Int(memory.count("known"))
    shared = Int(memory.count("shared"))
    length = Int(memory.count("length"))
    isFirstOwn = memory["firstOwn"]?.bool ?? false
    isOpen = memory["open"]?.bool ?? false
    forked = memory["forked"]?.number?.int64
  }

  /// What is needed to go on.
  var memory: JSONValue {
    .object(of: [
      "known": .number(JSONNumber(Int64(known))), "shared": .number(JSONNumber(Int64(shared))),
      "length": .number(JSONNumber(Int64(length))), "firstOwn": isFirstOwn ? .bool(true) : nil, "open": .bool(isOpen),
      "forked": forked.map { .number(JSONNumber($0)) },
    ])
  }
}
