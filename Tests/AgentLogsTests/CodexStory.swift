import Foundation

/// Lines of threads that are forked; times are in milliseconds since 10:00 of a day.
enum CodexStory {
  /// A line.
  static func line(_ type: String, _ payload: String, at time: Int, number: Int? = nil) -> String {
    let (minutes, seconds) = (time / 60_000 % 60, Double(time % 60_000) / 1_000)
    let clock = String(format: "%02d:%02d:%06.3f", 10 + time / 3_600_000, minutes, seconds)
    let ordinal = number.map { "\"ordinal\":\($0)," } ?? ""
    return "{\"timestamp\":\"2026-08-15T\(clock)Z\",\(ordinal)\"type\":\"\(type)\",\"payload\":{\(payload)}}"
  }

  /// The first line of a thread.
  static func meta(_ id: String, from origin: String? = nil, at time: Int, _ more: String = "") -> String {
    let forked = origin.map { ",\"forked_from_id\":\"\($0)\"" } ?? ""
    return line("session_meta", "\"id\":\"\(id)\"\(forked)\(more)", at: time)
  }

  /// A line with counts of input alone: the total, and the last call's.
  static func row(_ total: Int, _ last: Int, at time: Int, number: Int? = nil) -> String {
    func usage(_ input: Int) -> String { "{\"input_tokens\":\(input),\"output_tokens\":0}" }
    let info = "{\"total_token_usage\":\(usage(total)),\"last_token_usage\":\(usage(last))}"
    return line("event_msg", "\"type\":\"token_count\",\"info\":\(info)", at: time, number: number)
  }

  /// The start of a turn, so many seconds after 10:00 by its own words.
  static func started(_ start: Int?, at time: Int) -> String {
    let second = start.map { ",\"started_at\":\(1_786_788_000 + $0)" } ?? ""
    return line("event_msg", "\"type\":\"task_started\"\(second)", at: time)
  }

  /// What the first line of a sub-agent has besides.
  static func agent(_ parent: String, _ role: String = "explorer") -> String {
    """
    ,"source":{"subagent":{"thread_spawn":{"parent_thread_id":"\(parent)","depth":1,"agent_role":"\(role)"}}},\
    "thread_source":"subagent"
    """
  }

  /// A thread with calls of 100 and 200, and later 300.
  static var parent: [String] {
    [meta("p", at: 0), row(100, 100, at: 10_000), row(300, 200, at: 20_000), row(600, 300, at: 200_000)]
  }
}
