import Ledger
import Service

extension UsageQuestion {
  /// Reads the arguments of `get_usage`.
  ///
  /// - Throws: What is wrong with an argument.
  init(_ arguments: Arguments) throws {
    self.init()
    period = try PeriodChoice(arguments)
    timezone = try arguments.text(.timezone)
    filter = try Self.filter(arguments)
    groupBy = try Self.keys(arguments)
    order = try arguments.text(.orderBy).flatMap(UsageOrder.init(rawValue:)) ?? .cost
    pageSize = Int(try arguments.number(.pageSize, upTo: 1_000) ?? 20)
    position = try UsagePosition(arguments)
    parts = Set(try arguments.texts(.include).compactMap(UsagePart.init(rawValue:)))
    currency = try arguments.text(.currency)
  }

  private static func filter(_ arguments: Arguments) throws -> UsageFilter {
    var texts: [Dimension: String] = [:]
    for dimension in Dimension.allCases {
      if let text = try arguments.dimension(dimension) { texts[dimension] = text }
    }
    return UsageFilter(texts: texts)
  }

  private static func keys(_ arguments: Arguments) throws -> [GroupKey] {
    var keys: [GroupKey] = []
    for name in try arguments.texts(.groupBy) {
      guard let key = GroupKey(name: name) else { throw ArgumentError.unknownGroup(name) }
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }
}
