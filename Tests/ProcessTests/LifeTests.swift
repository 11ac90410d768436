import JSON
import TestSupport
import Testing

@Suite struct LifeTests {
  @Test func `at the end of its input it answers what it was asked and exits`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send([Wire.initialize()] + (1...50).map { Wire.record($0) })
    server.closeInput()
    #expect(try server.rest().map(\.id) == Array(0...50))
    #expect(try server.ending() == .exited(0))
  }

  @Test(arguments: StreamKind.allCases)
  func `each kind of stream that hosts use is served, and its end seen`(_ kind: StreamKind) throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, streams: kind)
    // More than either kind holds.
    server.send([Wire.initialize()] + (1...100).map { Wire.request($0, "tools/list") })
    server.closeInput()
    #expect(try server.rest().map(\.id) == Array(0...100))
    #expect(try server.ending() == .exited(0))
    let silent = try ServerProcess(data: folder.path, streams: kind, readsOutput: false)
    silent.closeOutput()
    #expect(try silent.ending() == .exited(0))
  }

  @Test func `what was asked before the reader went away is done`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(
      data: folder.path, launcher: "read go; exec \"$@\"", readsOutput: false)
    server.closeOutput()
    server.send(Array("go\n".utf8))
    server.send(Wire.initialize(), Wire.record(1))
    #expect(try server.ending() == .exited(0))
    #expect(try LedgerFileReader(folder).check() == 1)
  }

  @Test func `a last line without a line end is answered too`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(JSONWriter.bytes(Wire.ping(7)))
    server.closeInput()
    #expect(try server.rest().map(\.id) == [7])
    #expect(try server.ending() == .exited(0))
  }

  @Test(arguments: [15, 2, 1])
  func `a signal that asks it to stop ends it at once and cleanly`(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    _ = try server.ask(Wire.ping(1))
    server.signal(signal)
    #expect(try server.ending() == .exited(0))
    #expect(try server.next() == nil)
  }

  @Test func `a reader who is gone ends it, also when it has nothing to say`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, readsOutput: false)
    server.closeOutput()
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a reader who goes away while answers wait ends it`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, readsOutput: false)
    // Far more than a pipe holds.
    server.send([Wire.initialize()] + (1...200).map { Wire.request($0, "tools/list") })
    server.closeOutput()
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a signal ends it while nobody reads its answers`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, readsOutput: false)
    server.send([Wire.initialize()] + (1...200).map { Wire.request($0, "tools/list") })
    server.send(Wire.ping(201))
    server.signal(15)
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a parent that vanishes ends it`() throws {
    let folder = try TemporaryFolder()
    // A subscriber has it look around more often, so that nobody waits for this test.
    let shell = try ServerProcess(data: folder.path, launcher: "exec 3<&0; \"$@\" <&3 3<&- & wait")
    _ = try shell.ask(Wire.initialize())
    _ = try shell.ask(Wire.request(1, "resources/subscribe", ["uri": "usage://summary"]))
    shell.signal(9)
    #expect(try shell.ending() == .killed(signal: 9))
    // The server holds the other end of this stream for as long as it lives.
    #expect(try shell.rest() == [])
  }

  @Test func `it needs no environment and no working folder`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, launcher: "cd /; exec \"$@\"", environment: [:])
    server.send(Wire.initialize(), Wire.record(1), Wire.call(2, "get_usage"))
    let replies = try server.replies(3)
    #expect(replies.allSatisfy { !$0.isToolError && $0.errorCode == nil })
    #expect(replies[2].content["totals"]?["requests"]?.integer == 1)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
  }

  @Test(arguments: ["0<&-", "1>&-", "2>&-", "0<&- 1>&- 2>&-"])
  func `descriptors that are closed at the start are no harm`(_ closing: String) throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, launcher: "exec \"$@\" \(closing)")
    server.send(Wire.initialize(), Wire.record(1))
    server.closeInput()
    let replies = try server.rest()
    #expect(try server.ending() == .exited(0))
    #expect(replies.map(\.id) == (closing == "2>&-" ? [0, 1] : []))
    // Nothing was written into a file that took a standard stream's number.
    #expect(try folder.names().contains("ledger.lock") == (closing == "1>&-" || closing == "2>&-"))
    if closing != "0<&-", closing.count < 6 { #expect(try folder.read("ledger.lock").isEmpty) }
  }

  @Test func `one that is asked for nothing touches no file`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.file("new"))
    server.send(Wire.initialize(), Wire.request(1, "tools/list"))
    _ = try server.replies(2)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    #expect(try folder.names() == [])
  }
}
