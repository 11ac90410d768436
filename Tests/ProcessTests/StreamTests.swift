import Foundation
import JSON
import TestSupport
import Testing

@Suite struct StreamTests {
  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/proc/self/status"), "needs /proc, which tells a process's memory"))
  func `a line of 50 MB is refused, memory stays flat, and the next line is answered`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    let megabyte = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
    func sendLongLine(megabytes: Int) throws -> Int? {
      server.send(Array(#"{"jsonrpc":"2.0","id":1,"method":""#.utf8))
      for _ in 0..<megabytes { server.send(megabyte) }
      server.send(Array("\"}\n".utf8))
      server.send(Wire.ping(2))
      let replies = try server.replies(2)
      #expect(replies[0].errorCode == -32600)
      #expect(replies[0]["id"] == nil)
      #expect(replies[1].id == 2)
      return server.peakMemory
    }
    for megabytes in [50, 100, 50] {
      let peak = try #require(try sendLongLine(megabytes: megabytes))
      // A legitimate line may have 16 MiB: that much there is, never the length of this one.
      #expect(peak < 48 << 20, "\(peak) bytes after a line of \(megabytes) MiB")
    }
  }

  @Test func `input that comes byte by byte is read as lines`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    for message in [Wire.initialize(), Wire.record(1), Wire.ping(2)] {
      for byte in JSONWriter.bytes(message) + [0x0A] { server.send([byte]) }
    }
    let replies = try server.replies(3)
    #expect(replies.map(\.id) == [0, 1, 2])
    #expect(!replies[1].isToolError)
  }

  @Test func `a byte order mark, carriage returns and blank lines are passed over`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send([0xEF, 0xBB, 0xBF] + JSONWriter.bytes(Wire.initialize()) + Array("\r\n\r\n\n  \t\n".utf8))
    server.send(JSONWriter.bytes(Wire.ping(1)) + Array(" \t\r\n".utf8))
    server.closeInput()
    #expect(try server.rest().map(\.id) == [0, 1])
  }

  @Test func `what is not UTF-8 or not JSON is refused by itself`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(
      Array(#"{"jsonrpc":"2.0","id":1,"method":"ping","x":""#.utf8) + [0xFF, 0xFE] + Array("\"}\n".utf8))
    server.send(Array("Content-Length: 52\r\n\r\n".utf8))
    server.send([0x00, 0x0A] as [UInt8])
    server.send(Wire.ping(2))
    let replies = try server.replies(4)
    #expect(replies.map(\.errorCode) == [-32700, -32700, -32700, nil])
    #expect(replies.map(\.id) == [nil, nil, nil, 2])
  }

  @Test func `ten thousand pipelined requests are answered in order`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    let requests = (1...10_000).map { id in
      id % 100 == 0 ? Wire.call(id, "estimate_cost", ["model": "gpt-4o", "input_tokens": 10]) : Wire.ping(id)
    }
    server.send([Wire.initialize()] + requests)
    server.closeInput()
    #expect(try server.rest().map(\.id) == Array(0...10_000))
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a client that writes all before it reads is served`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, readsOutput: false)
    // About 2 MB of questions with 4 MB of answers, where a pipe holds 64 KB.
    let filler = JSONValue.string(String(repeating: "x", count: 3_000))
    let requests = (1...200).flatMap { id in
      [Wire.request(2 * id - 1, "tools/list"), Wire.request(2 * id, "ping", ["filler": filler])]
    }
    server.send([Wire.initialize()] + requests)
    server.closeInput()
    server.readOutput()
    #expect(try server.rest().map(\.id) == Array(0...400))
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a storm of cancellations leaves nothing doubled or unanswered`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    var messages = [Wire.initialize()]
    for id in 1...2_000 {
      messages.append(Wire.record(id, request: "r\(id)"))
      // Each is cancelled right after it, some twice, some never; others name what never was.
      if id % 3 != 0 { messages.append(Wire.cancel(id)) }
      if id % 5 == 0 { messages.append(Wire.cancel(id)) }
      messages.append(Wire.cancel(id + 1_000_000))
    }
    server.send(messages)
    server.closeInput()
    let ids = try server.rest().compactMap(\.id)
    #expect(ids == ids.sorted() && Set(ids).count == ids.count)
    #expect(Set(ids).isSuperset(of: [0] + (1...2_000).filter { $0 % 15 == 3 || $0 % 15 == 6 }))
    // Whoever was not answered was not recorded, or its record is whole.
    let records = try LedgerFileReader(folder).check()
    #expect(records >= ids.count - 1)
    #expect(records <= 2_000)
  }

  @Test func `notes that nobody reads hold nothing up`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, readsErrors: false)
    // Each is worth a note on standard error, which holds 64 KB.
    server.send((1...5_000).flatMap { _ in Array("garbage\n".utf8) })
    server.send(Wire.ping(1))
    let replies = try server.replies(5_001)
    #expect(replies.last?.id == 1)
  }

  @Test func `nothing but messages comes out, and notes go to standard error`() throws {
    let folder = try TemporaryFolder()
    try folder.write("not a ledger", to: "ledger.db")
    let server = try ServerProcess(data: folder.path)
    server.send(Wire.initialize(), Wire.record(1), ["jsonrpc": "1.0"], Wire.call(2, "no_such_tool"))
    server.send(Array("garbage\n".utf8))
    server.closeInput()
    // Every line is parsed, so anything else fails here.
    #expect(try server.rest().allSatisfy { $0["jsonrpc"] == "2.0" })
    #expect(try server.ending() == .exited(0))
    #expect(server.notes.contains("refused"))
  }
}
