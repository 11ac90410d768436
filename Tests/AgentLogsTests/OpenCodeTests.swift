import AgentLogs
import CivilTime
import Ledger
import Pricing
import SQLite
import TestSupport
import Testing

/// What OpenCode's files and databases are read as.
struct OpenCodeTests {
  private static let first = """
    CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT NOT NULL);
    CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, time_created INTEGER NOT NULL,
      time_updated INTEGER NOT NULL, data TEXT NOT NULL);
    INSERT INTO session VALUES ('ses_1', NULL, '/home/u/app'), ('ses_2', 'ses_1', '/home/u/app');
    """
  private static let second = """
    CREATE TABLE session_v2 (id TEXT PRIMARY KEY, parent_id TEXT, directory TEXT NOT NULL, title TEXT,
      fork_session_id TEXT, fork_boundary TEXT);
    CREATE TABLE session_message (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, type TEXT NOT NULL,
      seq INTEGER NOT NULL, time_created INTEGER NOT NULL, time_updated INTEGER NOT NULL, data TEXT NOT NULL);
    INSERT INTO session_v2 (id, directory) VALUES ('ses_1', '/home/u/app');
    """

  /// The data of a message in the shape of the first version.
  private func data(output: Int = 300, created: Int64 = 1_790_000_000_000, isDone: Bool = true) -> String {
    """
    "role":"assistant","providerID":"anthropic","modelID":"claude-sonnet-5","time":{"created":\(created)\
    \(isDone ? ",\"completed\":\(created + 12_000)" : "")},"path":{"cwd":"/home/u/app/x","root":"/home/u/app"},\
    "mode":"build","agent":"build","cost":0.0123,"tokens":{"input":120,"output":\(output),"reasoning":40,\
    "cache":{"read":20000,"write":900}}
    """
  }

  /// The data of a message in the shape of the second version.
  private func newData(output: Int, created: Int64) -> String {
    """
    {"agent":"build","model":{"id":"gpt-5","providerID":"openai"},"content":[{"type":"text","text":"{}"}],\
    "cost":0,"tokens":{"input":10,"output":\(output),"reasoning":0,"cache":{"read":0,"write":0}},\
    "time":{"created":\(created),"completed":\(created + 5)}}
    """
  }

  private func insert(_ id: String, _ session: String, updated: Int, _ data: String, in desk: DatabaseDesk) throws {
    try desk.database.run(
      "INSERT OR REPLACE INTO message VALUES (?, ?, 0, ?, ?)", .text(id), .text(session), .integer(Int64(updated)),
      .text("{\(data)}"))
  }

  private func insert(new id: String, _ session: String, seq: Int, _ data: String, in desk: DatabaseDesk) throws {
    try desk.database.run(
      "INSERT INTO session_message VALUES (?, ?, 'assistant', ?, 0, 1790000000000, ?)", .text(id), .text(session),
      .integer(Int64(seq)), .text(data))
  }

  @Test func `a file and a row of one message are one call`() throws {
    let document = "{\"id\":\"msg_1\",\"sessionID\":\"ses_1\",\(data())}"
    let file = LogDesk.findings(of: OpenCodeFiles(), in: document, path: "ses_1/msg_1.json")
    let call = try #require(file.calls.first)
    #expect(
      call.facts.usage
        == Usage(disjoint: [
          (.input, 120), (.cacheRead, 20_000), (.cacheWrite, 900), (.output, 300), (.outputReasoning, 40),
        ]))
    #expect(call.facts.reportedCost == Money(decimal: "0.0123"))
    #expect(call.facts.durationMilliseconds == 12_000)
    #expect(call.folder == "/home/u/app")
    #expect([call.facts.sessionID, call.facts.agent, call.facts.provider] == ["ses_1", "opencode", "anthropic"])

    var desk = try DatabaseDesk(Self.first)
    try insert("msg_1", "ses_1", updated: 5, data(), in: desk)
    #expect(try desk.read(OpenCodeDatabase()).calls == [call])
  }

  @Test func `a message that grows is told again under its key, and what is read is not read again`() throws {
    var desk = try DatabaseDesk(Self.first)
    try insert("msg_1", "ses_1", updated: 1_000_000, data(output: 3, isDone: false), in: desk)
    let begun = try desk.read(OpenCodeDatabase()).calls
    #expect(begun.map(\.facts.status) == [.partial])
    try insert("msg_1", "ses_1", updated: 1_010_000, data(), in: desk)
    try insert("msg_2", "ses_2", updated: 1_010_000, data(created: 1_790_000_001_000), in: desk)
    let calls = try desk.read(OpenCodeDatabase()).calls
    #expect(calls.first?.keys.first == begun.first?.keys.first)
    #expect(calls.map(\.facts.status) == [.complete, .complete])
    #expect(calls.map(\.facts.agent) == ["opencode", "opencode/build"])
    #expect(calls.map(\.facts.sessionID) == ["ses_1", "ses_1"])
    try insert("msg_3", "ses_1", updated: 9_000_000, data(created: 1_790_000_002_000), in: desk)
    #expect(try desk.read(OpenCodeDatabase()).calls.contains { $0.keys.first?.id == "msg_3" })
    #expect(try desk.read(OpenCodeDatabase()).calls.map { $0.keys.first?.id } == ["msg_3"])
    desk.forget()
    #expect(try desk.read(OpenCodeDatabase()).calls.count == 3)
  }

  @Test func `a copy of a fork in the first version has a key of the original`() throws {
    var desk = try DatabaseDesk(Self.first)
    try insert("msg_1", "ses_1", updated: 1, data(), in: desk)
    try insert("msg_9", "ses_2", updated: 1, data(), in: desk)
    let calls = try desk.read(OpenCodeDatabase()).calls
    #expect(calls.count == 2)
    #expect(!Set(calls[0].keys).isDisjoint(with: calls[1].keys))
    #expect(calls[0].keys != calls[1].keys)
  }

  @Test(arguments: [true, false])
  func `a message that was moved to the newer tables has a key of the original`(_ isDone: Bool) throws {
    var desk = try DatabaseDesk(Self.first + Self.second)
    try insert("msg_1", "ses_1", updated: 1, data(isDone: isDone), in: desk)
    let moved = data(isDone: isDone).replacing(
      "\"providerID\":\"anthropic\",\"modelID\":\"claude-sonnet-5\"",
      with: "\"model\":{\"id\":\"claude-sonnet-5\",\"providerID\":\"anthropic\"}")
    try insert(new: "evt_legacy_1", "ses_1", seq: 1, "{\(moved)}", in: desk)
    let calls = try desk.read(OpenCodeDatabase()).calls
    #expect(calls.count == 2)
    #expect(calls.first?.keys.last == calls.last?.keys.last)
  }

  @Test(arguments: [("before", 2, 3), ("through", 3, 2)])
  func `rows that a fork has copied are skipped up to its boundary`(_ type: String, _ copied: Int, _ own: Int) throws {
    var desk = try DatabaseDesk(Self.second)
    for seq in 1...3 {
      try insert(new: "msg_\(seq)", "ses_1", seq: seq, newData(output: seq, created: 100_000 + Int64(seq)), in: desk)
    }
    try desk.database.run(
      "INSERT INTO session_v2 VALUES ('ses_2', NULL, '/f', '', 'ses_1', ?)",
      .text("{\"type\":\"\(type)\",\"messageID\":\"msg_3\"}"))
    for seq in 1...copied {
      try insert(new: "msg_c_\(seq)", "ses_2", seq: seq, newData(output: seq, created: 100_000 + Int64(seq)), in: desk)
    }
    for seq in (copied + 1)..<(copied + 1 + own) {
      try insert(new: "msg_o\(seq)", "ses_2", seq: seq, newData(output: seq, created: 200_000 + Int64(seq)), in: desk)
    }
    let found = try desk.read(OpenCodeDatabase())
    #expect(found.skipped == [.replayed: copied])
    #expect(found.calls.count == 3 + own)
    #expect(found.calls.map(\.facts.sessionID).filter { $0 == "ses_2" }.count == own)
    #expect(found.calls.allSatisfy { $0.facts.reportedCost == nil && $0.facts.model == "gpt-5" })
    #expect(found.calls.last?.folder == "/f")
  }

  @Test func `seconds in the place of milliseconds are understood`() {
    let document = "{\"id\":\"msg_1\",\(data(created: 1_790_000_000))}"
    let calls = LogDesk.findings(of: OpenCodeFiles(), in: document, path: "ses_7/msg_1.json").calls
    #expect(calls.map(\.facts.timestamp) == [Instant(milliseconds: 1_790_000_000_000)])
    #expect(calls.map(\.facts.sessionID) == ["ses_7"])
  }

  @Test func `strange rows and unknown databases are skipped`() throws {
    var desk = try DatabaseDesk(
      "CREATE TABLE message (id, session_id, data); INSERT INTO message VALUES (NULL, 1, 2), (7, x'00ff', '{'), "
        + "('msg_1', 'ses_1', '{\"role\":\"assistant\",\"tokens\":{\"input\":-5,\"output\":1e400}}'), "
        + "('msg_2', 'ses_1', '{\"role\":\"user\",\"tokens\":{}}'), "
        + "('msg_3', 3, '{\"role\":\"assistant\",\"time\":{\"created\":1e30},\"tokens\":{\"input\":5}}'), "
        + "('msg_4', 3, '{\"role\":\"assistant\",\"time\":{\"created\":1790000000},\"tokens\":{\"output\":0}}')")
    #expect(try desk.read(OpenCodeDatabase()).skipped == [.malformed: 2, .timeless: 2, .empty: 1])
    var other = try DatabaseDesk("CREATE TABLE thing (id)")
    #expect(try other.read(OpenCodeDatabase()).skipped == [.unfamiliar: 1])
    var rowless = try DatabaseDesk(
      "CREATE TABLE message (id TEXT PRIMARY KEY, session_id, data) WITHOUT ROWID; CREATE VIEW session_message AS "
        + "SELECT * FROM message")
    #expect(try rowless.read(OpenCodeDatabase()).skipped == [.unfamiliar: 1])
    #expect(LogDesk.findings(of: OpenCodeFiles(), in: "[", path: "a/b.json").skipped == [.malformed: 1])
  }

  @Test func `its places follow the environment`() {
    let home = LogHome(environment: ["XDG_DATA_HOME": "/d"], folder: "/h", isMac: false)
    #expect(OpenCodeDatabase().roots(of: home) == ["/d/opencode"])
    #expect(OpenCodeFiles().roots(of: home) == ["/d/opencode/storage/message"])
    #expect(OpenCodeDatabase().isLog("opencode-dev.db"))
    #expect(!OpenCodeDatabase().isLog("storage/opencode.db"))
    #expect(!OpenCodeDatabase().isLog("opencode.db-wal"))
  }

  @Test func `any course of growth and reading has the same keys`() throws {
    try forAll(seed: 3, count: 25) { random in
      (0..<12).map { _ in (Int.random(in: 1...4, using: &random), Int.random(in: 0...2, using: &random)) }
    } check: { steps in
      var desk = try DatabaseDesk(Self.first)
      var seen: Set<RecordKey> = []
      for (index, (message, reads)) in steps.enumerated() {
        let data = data(output: index, created: 1_790_000_000_000 + Int64(message))
        try insert("msg_\(message)", "ses_1", updated: index * 40_000, data, in: desk)
        for _ in 0..<reads { seen.formUnion(try desk.read(OpenCodeDatabase()).calls.compactMap(\.keys.first)) }
      }
      seen.formUnion(try desk.read(OpenCodeDatabase()).calls.compactMap(\.keys.first))
      desk.forget()
      return try Set(desk.read(OpenCodeDatabase()).calls.compactMap(\.keys.first)) == seen
    }
  }
}
