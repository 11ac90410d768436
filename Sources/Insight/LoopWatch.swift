package import CivilTime

/// One call, as far as a loop shows in it.
package struct CallTrace: Sendable, Hashable {
  /// The dimensions of the caller, `session_id` and `agent` among them.
  package var subject: [String: String]
  /// When the call was made.
  package var time: Instant
  /// All prompt tokens.
  package var input: Double
  /// The tokens of the answer.
  package var output: Double
  /// US dollars; 0 where no price is known.
  package var cost: Double

  /// Creates the trace of a call.
  package init(subject: [String: String], time: Instant, input: Double, output: Double, cost: Double) {
    self.subject = subject
    self.time = time
    self.input = input
    self.output = output
    self.cost = cost
  }
}

/// Looks for agents that call a model again and again without getting anywhere.
enum LoopWatch {
  /// A pause longer than this, in milliseconds, ends a row of calls.
  private static let longestPause: Int64 = 60_000
  /// A row is looked at from so many calls on.
  private static let fewestCalls = 40
  /// Calls of a large session where the ledger has too few sessions to tell.
  private static let usualCalls = 40.0
  /// How many sessions tell what is usual.
  private static let neededSessions = 10

  /// Returns the rows of calls that are far longer than sessions usually are, and repeat or grow.
  static func anomalies(_ facts: AnomalyFacts) -> [Anomaly] {
    let usual = usualCalls(facts.sessionCalls)
    var found: [Anomaly] = []
    for (subject, calls) in rows(facts.calls) where calls.count >= fewestCalls {
      guard let first = calls.first, let last = calls.last, last.time > facts.recentStart else { continue }
      let count = Double(calls.count)
      // Calls of equal size without a session may well be the items of a list.
      let isLoop = grows(calls) || (subject["session_id"] != nil && repeats(calls))
      guard count >= 2 * usual, isLoop, subject["session_id"] != nil || subject["agent"] != nil else {
        continue
      }
      found.append(
        Anomaly(
          kind: .loop, severity: count >= 5 * usual ? .critical : .warning, since: first.time,
          until: last.time,
          subject: subject, measure: .callsInARow, observed: count, usual: usual,
          cost: calls.reduce(0) { $0 + $1.cost }))
    }
    return found
  }

  /// The calls of a session that is larger than nineteen of twenty.
  private static func usualCalls(_ sessions: [Int]) -> Double {
    guard sessions.count >= neededSessions else { return usualCalls }
    return max(Double(fewestCalls) / 2, Statistics.quantile(0.95, of: sessions.map(Double.init).sorted()))
  }

  /// The calls of each caller, oldest first, cut at pauses.
  private static func rows(_ calls: [CallTrace]) -> [(subject: [String: String], calls: [CallTrace])] {
    var rows: [(subject: [String: String], calls: [CallTrace])] = []
    var open: [[String: String]: Int] = [:]
    for call in calls.sorted(by: { $0.time < $1.time }) {
      if let index = open[call.subject], let last = rows[index].calls.last,
        call.time.milliseconds - last.time.milliseconds <= longestPause
      {
        rows[index].calls.append(call)
      } else {
        open[call.subject] = rows.count
        rows.append((call.subject, [call]))
      }
    }
    return rows
  }

  /// Whether nearly all calls are of the same size.
  private static func repeats(_ calls: [CallTrace]) -> Bool {
    let input = Statistics.median(calls.map(\.input))
    let output = Statistics.median(calls.map(\.output))
    let same = calls.count {
      abs($0.input - input) <= 0.02 * input && abs($0.output - output) <= 0.1 * output
    }
    return same * 10 >= calls.count * 8
  }

  /// Whether the context grows from call to call, with few steps back.
  private static func grows(_ calls: [CallTrace]) -> Bool {
    let third = calls.count / 3
    let before = Statistics.mean(calls.prefix(third).map(\.input))
    let after = Statistics.mean(calls.suffix(third).map(\.input))
    let forward = zip(calls.dropFirst(), calls).count { $0.input >= $1.input }
    return after >= 1.3 * before && forward * 10 >= (calls.count - 1) * 7
  }
}
