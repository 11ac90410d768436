/// One of the ways in which totals are split.
package enum GroupKey: Sendable, Hashable {
  /// By the text of a dimension.
  case dimension(Dimension)
  /// By a span of civil time.
  case time(TimeUnit)

  /// The dimension or unit of that name, such as `agent` or `day`.
  package init?(name: String) {
    if let dimension = Dimension(rawValue: name) {
      self = .dimension(dimension)
    } else if let unit = TimeUnit(rawValue: name) {
      self = .time(unit)
    } else {
      return nil
    }
  }

  /// Its name in questions and answers.
  package var name: String {
    switch self {
    case .dimension(let dimension): dimension.rawValue
    case .time(let unit): unit.rawValue
    }
  }
}
