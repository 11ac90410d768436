/// A line of Claude Code's log that tells of a message, as it is written by version 2.1.
struct ClaudeLine: Sendable, Hashable {
  var id: String? = "msg_01"
  var request: String? = "req_01"
  var session = "s1"
  var model = "claude-sonnet-4-5"
  /// What of the prompt is new, read from the cache, written to it for five minutes and for an hour; and the answer.
  var tokens = [4, 30_110, 0, 1_200, 100]
  var stop: String? = "end_turn"
  var isSidechain = false
  var time = "2026-10-02T09:15:04.211Z"
  var uuid = "c1"
  /// Whether it is the line of a main conversation that shows what an agent does.
  var isWrapped = false
  /// The model of an advisor, the new part of its prompt and its answer.
  var advisor: Advisor?

  /// A call of another model within the message.
  struct Advisor: Sendable, Hashable {
    var model: String
    var input: Int
    var output: Int
  }

  /// The text, without a line feed.
  var text: String { isWrapped ? progress : message }

  private var progress: String {
    """
    {"parentUuid":"9a","isSidechain":false,"userType":"external","cwd":"/home/u/app","sessionId":"\(session)",\
    "version":"2.1.268","gitBranch":"main","type":"progress","data":{"message":\(message),"normalizedMessages":[],\
    "type":"agent_progress","prompt":"","agentId":"a1"},"toolUseID":"agent_\(uuid)","uuid":"p\(uuid)",\
    "timestamp":"\(time)"}
    """
  }

  private var message: String {
    """
    {"parentUuid":"9a","isSidechain":\(isSidechain),"userType":"external","cwd":"/home/u/app","sessionId":"\(session)",\
    "version":"2.1.268","gitBranch":"main","message":{"model":"\(model)",\(id.map { "\"id\":\"\($0)\"," } ?? "")\
    "type":"message","role":"assistant","content":[{"type":"text","text":"\\"usage\\": {} \\\\"}],\
    "stop_reason":\(stop.map { "\"\($0)\"" } ?? "null"),"usage":{\(usage),"service_tier":"standard",\
    "server_tool_use":{"web_search_requests":0},"inference_geo":"not_available"\(iterations)}},\
    \(request.map { "\"requestId\":\"\($0)\"," } ?? "")"type":"assistant","uuid":"\(uuid)","timestamp":"\(time)"}
    """
  }

  private var usage: String {
    """
    "input_tokens":\(tokens[0]),"cache_creation_input_tokens":\(tokens[2] + tokens[3]),\
    "cache_read_input_tokens":\(tokens[1]),"cache_creation":{"ephemeral_5m_input_tokens":\(tokens[2]),\
    "ephemeral_1h_input_tokens":\(tokens[3])},"output_tokens":\(tokens[4])
    """
  }

  private var iterations: String {
    guard let advisor else { return "" }
    return """
      ,"iterations":[{"type":"message","model":null,"input_tokens":\(tokens[0]),"output_tokens":\(tokens[4]),\
      "cache_read_input_tokens":\(tokens[1]),"cache_creation_input_tokens":\(tokens[2] + tokens[3]),\
      "cache_creation":{"ephemeral_5m_input_tokens":\(tokens[2]),"ephemeral_1h_input_tokens":\(tokens[3])}},\
      {"type":"advisor_message","model":"\(advisor.model)","input_tokens":\(advisor.input),\
      "output_tokens":\(advisor.output)}]
      """
  }
}
