/// Rows in their order, read a page at a time, so that few are held.
struct PageReader<Row> {
  private var page: ArraySlice<Row> = []
  private var last: Row?
  private var isAtEnd = false
  private let pageBehind: (Row?) throws(LedgerError) -> [Row]

  /// Creates a reader.
  ///
  /// - Parameter pageBehind: Returns the rows behind one, or the first ones; none at the end.
  init(_ pageBehind: @escaping (Row?) throws(LedgerError) -> [Row]) { self.pageBehind = pageBehind }

  /// Returns the next row, and stays before it; nil at the end.
  mutating func peek() throws(LedgerError) -> Row? {
    if page.isEmpty, !isAtEnd {
      page = try pageBehind(last)[...]
      last = page.last
      isAtEnd = page.isEmpty
    }
    return page.first
  }

  /// Goes behind the row that ``peek()`` has returned.
  mutating func skip() { page.removeFirst() }
}
