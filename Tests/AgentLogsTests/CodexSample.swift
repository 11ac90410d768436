/// Lines of Codex in their true shape.
enum CodexSample {
  /// The first line of a thread.
  static let meta = """
    {"timestamp":"2026-10-02T09:00:00.000Z","type":"session_meta","payload":{"id":"thread-1","forked_from_id":null,\
    "timestamp":"2026-10-02T08:59:59.000Z","cwd":"/home/u/app","cli_version":"0.152.1","originator":"codex_cli_rs",\
    "source":"cli","model_provider":"openai","base_instructions":{"text":"\\"token_count\\" \\"usage\\" {"},\
    "git":{"branch":"main"}}}
    """
  /// The settings of a turn.
  static let turn = """
    {"timestamp":"2026-10-02T09:00:01.000Z","type":"turn_context","payload":{"model":"gpt-5.6-terra",\
    "cwd":"/home/u/app","effort":"medium"}}
    """

  /// A usage object.
  static func usage(_ input: Int, _ cached: Int, _ output: Int, _ reasoning: Int, written: Int = 0) -> String {
    """
    {"input_tokens":\(input),"cached_input_tokens":\(cached),"cache_write_input_tokens":\(written),\
    "output_tokens":\(output),"reasoning_output_tokens":\(reasoning),"total_tokens":\(input + output)}
    """
  }

  /// A line with counts.
  static func row(
    total: String? = nil, last: String? = nil, at time: String = "2026-10-02T09:00:09.000Z", limits: String = "null"
  ) -> String {
    """
    {"timestamp":"\(time)","type":"event_msg","payload":{"type":"token_count","info":{\
    "total_token_usage":\(total ?? "null"),"last_token_usage":\(last ?? "null"),"model_context_window":272000},\
    "rate_limits":\(limits)}}
    """
  }

  /// Another event.
  static func event(_ type: String, _ members: String) -> String {
    """
    {"timestamp":"2026-10-02T09:00:05.000Z","type":"event_msg","payload":{"type":"\(type)",\(members)}}
    """
  }

  /// A thread with two calls.
  static let thread = [
    meta, turn, row(total: usage(9000, 6000, 400, 250), last: usage(9000, 6000, 400, 250)),
    row(total: usage(9000, 6000, 400, 250), last: usage(9000, 6000, 400, 250)),
    row(total: usage(19000, 14000, 700, 300, written: 500), last: usage(10000, 8000, 300, 50, written: 500)),
  ]

  /// One response of the API.
  static func request(_ id: String, _ usage: String) -> String {
    """
    {"timestamp":"2026-10-02T09:01:00Z","type":"token_usage_record","payload":{"thread_id":"thread-1",\
    "response_id":"\(id)","usage":\(usage)}}
    """
  }

  /// A compaction by a response.
  static func compaction(_ id: String) -> String {
    """
    {"timestamp":"2026-10-02T09:01:01Z","type":"compacted","payload":{"message":"","replacement_history":\
    [{"type":"token_count"}],"compaction_response_id":"\(id)"}}
    """
  }
}
