import SQLite

/// Which contexts meet conditions that are asked for again and again.
///
/// Contexts are only ever added, so that each time only those are looked at that are new.
struct MatchingContexts {
  private struct Question: Hashable {
    let condition: String
    let values: [SQLValue]
  }

  private struct Answer {
    var contexts: Set<ContextID> = []
    /// The newest context that was looked at.
    var newest: Int64 = 0
  }

  private var answers: [Question: Answer] = [:]
  /// How many answers are kept before the cache starts over.
  private static let capacity = 50

  /// Returns the contexts that meet a condition on table `context`, named `c`.
  mutating func contexts(
    where condition: String, binding values: [SQLValue], in connection: Connection
  ) throws(SQLiteError) -> Set<ContextID> {
    let question = Question(condition: condition, values: values)
    var answer = answers[question] ?? Answer()
    let newest = Int64(try ContextColumns.newest(in: connection))
    guard newest > answer.newest else { return answer.contexts }
    try connection.forEach(
      "SELECT c.id FROM context c WHERE c.id > ? AND \(condition)", binding: [.integer(answer.newest)] + values
    ) { row throws(SQLiteError) in answer.contexts.insert(try row.id(0)) }
    answer.newest = newest
    if answers.count >= Self.capacity { answers = [:] }
    answers[question] = answer
    return answer.contexts
  }
}
