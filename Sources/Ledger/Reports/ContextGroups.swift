import SQLite

/// The contexts that a filter lets through, each with the group that its usage belongs to.
///
/// Looked up once, so that the many rows of totals need no join.
struct ContextGroups {
  /// The group of a context.
  struct Place {
    let group: Int32
    /// Whether records of the context have no amount.
    let isUnpriced: Bool
  }

  /// By the numbers of contexts, which follow each other; hashing would cost as much as reading a row.
  private var places: [Place?] = []
  /// The texts of each group.
  private(set) var texts: [[String]] = []

  /// Returns the place of a context; nil where the filter does not let it through.
  subscript(context: ContextID) -> Place? {
    places.indices.contains(Int(context.number)) ? places[Int(context.number)] : nil
  }

  init(
    _ filter: ResolvedFilter, _ dimensions: [Dimension], where isWanted: ([String]) -> Bool, in store: LedgerStore
  ) throws(SQLiteError) {
    let columns = dimensions.compactMap { $0.contextColumn.map { ", c." + $0 } }
    var cells = CellNumbers()
    // Of each cell; the first, which has no values yet, is a group where no dimension is asked for.
    var groups: [Int32??] = []
    let newest = try ContextColumns.newest(in: store.connection)
    places = Array(repeating: nil, count: newest + 1)
    try store.connection.forEach(
      "SELECT c.id, c.cost_kind\(columns.joined()) FROM context c WHERE true\(filter.contextSQL)",
      binding: filter.contextValues
    ) { row throws(SQLiteError) in
      var cell = 0
      for index in columns.indices { cell = cells.cell(behind: cell, try row.integer(Int32(2 + index))) }
      while groups.count < cells.keys.count { groups.append(nil) }
      if groups[cell] == nil { groups[cell] = .some(try addGroup(cells.keys[cell], isWanted, in: store)) }
      guard let group = groups[cell] ?? nil else { return }
      let isUnpriced = try row.integer(1) == CostKind.unpriced.rawValue
      places[Int(try row.integer(0, in: 0...Int64(newest)))] = Place(group: group, isUnpriced: isUnpriced)
    }
  }

  /// Returns the number of a new group; nil for one that is not wanted.
  private mutating func addGroup(
    _ key: UsageCells.Key, _ isWanted: ([String]) -> Bool, in store: LedgerStore
  ) throws(SQLiteError) -> Int32? {
    var words: [String] = []
    for id in key { words.append(try store.text(TextID(id))) }
    guard isWanted(words) else { return nil }
    texts.append(words)
    return Int32(texts.count - 1)
  }
}
