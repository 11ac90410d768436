import CivilTime

/// A session of Claude Code as its file tells of it.
struct LogSession {
  /// Its id.
  let id: String
  /// The file's text so far.
  private(set) var text: [UInt8] = []
  /// When its last line was written.
  private(set) var time: Instant
  /// The chance by which it goes on.
  var chance: SplitMix
  private let members: String
  private let model: String
  private var cached = 20_000

  /// Begins a session.
  init(project: Int, start: Instant, _ chance: SplitMix) {
    var chance = chance
    id = Self.uuid(&chance)
    model = ["claude-sonnet-4-5-20250929", "claude-opus-4-5-20251101"][chance.below(2)]
    members =
      #""isSidechain":false,"userType":"external","cwd":"/home/user/project\#(project)","#
      + #""sessionId":"\#(id)","version":"2.1.268","gitBranch":"main""#
    time = start
    self.chance = chance
  }

  /// Adds messages and the results of their tools until there is as much text.
  mutating func fill(_ count: Int, _ words: LogWords) {
    while text.count < count {
      addMessage(ofBlocks: [1, 1, 2, 2, 3][chance.below(5)], words)
      addResult(words.result(&chance))
    }
  }

  /// Adds a message: a line for each of its blocks, whose usage grows with the last.
  mutating func addMessage(ofBlocks count: Int, _ words: LogWords) {
    let (message, request) = ("msg_01\(Self.hexadecimal(20, &chance))", "req_01\(Self.hexadecimal(20, &chance))")
    cached += 100 + chance.below(2_900)
    let (input, output) = (1 + chance.below(10), 50 + chance.below(1_450))
    for block in 1...count {
      begin()
      add(#""message":{"model":"\#(model)","id":"\#(message)","type":"message","role":"assistant","content":[{"#)
      if block == 1 { addText(words) } else { addTool(words) }
      add(#"}],"stop_reason":\#(block < count ? "null" : #""tool_use""#),"stop_sequence":null,"usage":{"#)
      add(#""input_tokens":\#(input),"cache_creation_input_tokens":1200,"cache_read_input_tokens":\#(cached),"#)
      add(#""cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":1200},"#)
      add(#""output_tokens":\#(block < count ? 1 : output),"service_tier":"standard","#)
      add(#""inference_geo":"not_available"}},"requestId":"\#(request)","type":"assistant","#)
      end()
    }
  }

  private mutating func addText(_ words: LogWords) {
    add(#""type":"text","text":""#)
    text += words.short(&chance)
    add(#"""#)
  }

  private mutating func addTool(_ words: LogWords) {
    add(#""type":"tool_use","id":"toolu_01","name":"Edit","input":{"file_path":"/home/user/a.swift","old_string":""#)
    text += words.short(&chance)
    add(#"","new_string":""#)
    text += words.short(&chance)
    add(#""}"#)
  }

  /// Adds what a tool has printed, which such a line holds twice.
  private mutating func addResult(_ result: [UInt8]) {
    begin()
    add(#""type":"user","message":{"role":"user","content":[{"tool_use_id":"toolu_01","type":"tool_result","#)
    add(#""content":""#)
    text += result
    add(#""}]},"toolUseResult":{"stdout":""#)
    text += result
    add(#"","stderr":"","interrupted":false,"isImage":false},"#)
    end()
  }

  private mutating func begin() {
    time = time.adding(milliseconds: Int64(chance.below(10_000)))
    add(#"{"parentUuid":"\#(Self.uuid(&chance))",\#(members),"#)
  }

  private mutating func end() {
    add(#""uuid":"\#(Self.uuid(&chance))","timestamp":"\#(time)"}"#)
    text.append(UInt8(ascii: "\n"))
  }

  private mutating func add(_ part: String) { text += part.utf8 }

  private static func uuid(_ chance: inout SplitMix) -> String {
    [8, 4, 4, 4, 12].map { hexadecimal($0, &chance) }.joined(separator: "-")
  }

  private static func hexadecimal(_ count: Int, _ chance: inout SplitMix) -> String {
    String(decoding: (0..<count).map { _ in Array("0123456789abcdef".utf8)[chance.below(16)] }, as: UTF8.self)
  }
}
