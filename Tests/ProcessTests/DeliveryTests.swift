import Foundation
import JSON
import SQLite
import TestSupport
import Testing

@Suite struct DeliveryTests {
  private static let secret = "T0PSECRET-9f8e7d"

  private func environment(_ server: LoopbackServer) -> [String: String] {
    [
      "PATH": "/usr/bin:/bin", "HOME": "/nowhere",
      "TOKEN_WEBHOOK_URL": server.url("/services/\(Self.secret)"),
    ]
  }

  /// A ledger with so many messages waiting.
  private func outbox(_ count: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let maker = try ServerProcess(["summary"], data: folder.path)
    #expect(try maker.ending() == .exited(0))
    try Self.put(count, into: folder)
    return folder
  }

  private static func put(_ count: Int, into folder: TemporaryFolder) throws {
    let connection = try Connection(
      path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 10_000)
    for number in 0..<count {
      try connection.run(
        "INSERT INTO outbox (created_at, kind, key, payload, next_attempt_at) VALUES (?1, 'test', ?2, ?3, ?1)",
        .integer(Int64(Date().timeIntervalSince1970 * 1_000)), .text("key-\(number)"),
        .text(#"{"text":"message \#(number)"}"#))
    }
  }

  private func deliverer(_ folder: TemporaryFolder, _ server: LoopbackServer) throws -> ServerProcess {
    try ServerProcess(program: "token-ledger-deliver", [], data: folder.path, environment: environment(server))
  }

  private func count(_ condition: String, _ folder: TemporaryFolder) throws -> Int64? {
    let connection = try Connection(
      path: folder.file("ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 10_000)
    return try connection.firstInteger("SELECT count(*) FROM outbox WHERE \(condition)")
  }

  private func expectNoSecret(_ folder: TemporaryFolder, _ processes: ServerProcess...) throws {
    for process in processes {
      #expect(!(try process.notesOfAll()).contains(Self.secret))
      #expect(!(try process.outputText()).contains(Self.secret))
    }
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      // Nothing for a folder.
      guard let bytes = FileManager.default.contents(atPath: folder.file(name)) else { continue }
      #expect(!bytes.contains(Self.secret), "\(name)")
    }
  }

  @Test(arguments: [(200, 0, "Delivered to http://127.0.0.1:"), (404, 1, "answered that there is no such webhook")])
  func `webhook test sends one message and says how it went`(_ status: Int, _ exit: Int32, _ text: String) throws {
    let folder = try TemporaryFolder()
    let server = try LoopbackServer([.status(status)])
    let process = try ServerProcess(["webhook", "test"], data: folder.path, environment: environment(server))
    #expect(try process.ending() == .exited(exit))
    #expect(try process.outputText().contains(text))
    #expect(server.requests.count == 1)
    let body = try JSONParser.parse(Array(try #require(server.requests.first).body.utf8))
    #expect(body["text"]?.string?.hasPrefix("Test message of token-ledger") == true)
    #expect(try count("1", folder) == 0)
    try expectNoSecret(folder, process)
  }

  @Test func `the server has messages sent until the receiver has recovered, and answers meanwhile`() throws {
    let folder = try outbox(1)
    let server = try LoopbackServer([.status(503, headers: ["Retry-After: 1"]), .hangUp, .status(200)])
    let process = try ServerProcess(data: folder.path, environment: environment(server))
    _ = try process.ask(Wire.initialize())
    let requests = try server.waitForRequests(3)
    #expect(Set(requests.map(\.body)) == [#"{"text":"message 0"}"#])
    process.closeInput()
    #expect(try process.ending() == .exited(0))
    try expectNoSecret(folder, process)
    #expect(try count("delivered_at IS NOT NULL AND attempts = 3", folder) == 1)
  }

  @Test func `a receiver that says nothing delays no answer, and the address is in no process's words`() throws {
    let folder = try outbox(1)
    let server = try LoopbackServer([.silence])
    let process = try ServerProcess(data: folder.path, environment: environment(server))
    _ = try process.ask(Wire.initialize())
    _ = try server.waitForRequests(1)
    for id in 1...20 { #expect(try process.ask(Wire.record(id)).id == id) }
    #expect(Self.wordsOfProcesses().allSatisfy { !$0.contains(Self.secret) })
    process.closeInput()
    // It does not wait for the process that it has started.
    #expect(try process.ending() == .exited(0))
    #expect(try count("delivered_at IS NULL AND attempts = 1", folder) == 1)
  }

  @Test func `two deliverers at once send each message once`() throws {
    let folder = try outbox(40)
    let server = try LoopbackServer()
    let processes = try (0..<3).map { _ in try deliverer(folder, server) }
    for process in processes { #expect(try process.ending() == .exited(0)) }
    #expect(server.requests.count == 40 && Set(server.requests.map(\.body)).count == 40)
    #expect(try count("delivered_at IS NOT NULL", folder) == 40)
    try expectNoSecret(folder, processes[0], processes[1], processes[2])
  }

  @Test func `a deliverer that is killed on the way leaves its message to another`() throws {
    let folder = try outbox(1)
    let server = try LoopbackServer([.silence])
    let killed = try deliverer(folder, server)
    _ = try server.waitForRequests(1)
    killed.signal(SIGKILL)
    #expect(try killed.ending() == .killed(signal: SIGKILL))
    #expect(try count("attempts = 1 AND next_attempt_at IS NOT NULL AND delivered_at IS NULL", folder) == 1)
    // Until two minutes have passed the next one leaves it alone.
    let next = try deliverer(folder, server)
    #expect(try next.ending() == .exited(0))
    #expect(server.requests.count == 1)
    // As if they had passed.
    let connection = try Connection(
      path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 10_000)
    try connection.execute("UPDATE outbox SET next_attempt_at = next_attempt_at - 120000")
    server.reply(.status(200))
    let last = try deliverer(folder, server)
    #expect(try last.ending() == .exited(0))
    #expect(server.requests.count == 2)
    try expectNoSecret(folder, killed, next, last)
  }

  @Test func `a program that is not installed is told of once, and nothing else suffers`() throws {
    let folder = try outbox(1)
    let alone = try TemporaryFolder()
    let server = try LoopbackServer()
    // A copy that the test itself writes could still be open in a process that another test starts.
    let copy = alone.file("token-ledger")
    let process = try ServerProcess(
      data: folder.path, launcher: "cp \"$1\" '\(copy)' && shift && exec '\(copy)' \"$@\"",
      environment: environment(server))
    for id in 1...5 { #expect(try process.ask(Wire.ping(id)).id == id) }
    process.closeInput()
    #expect(try process.ending() == .exited(0))
    let notes = try process.notesOfAll().split(separator: "\n")
    #expect(notes.count == 1 && notes[0].contains("token-ledger-deliver is not there"))
    #expect(server.requests.isEmpty)
    try expectNoSecret(folder, process)
  }

  @Test func `a message for this machine never takes the way over a proxy`() throws {
    let (server, proxy) = (try LoopbackServer(), try LoopbackServer())
    let folder = try outbox(1)
    var variables = environment(server)
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
      variables[name] = proxy.url()
    }
    let process = try ServerProcess(program: "token-ledger-deliver", [], data: folder.path, environment: variables)
    #expect(try process.ending() == .exited(0))
    #expect(try count("delivered_at IS NOT NULL", folder) == 1)
    #expect(server.requests.count == 1)
    #expect(proxy.requests.isEmpty)
  }

  @Test func `every spelling of this machine is reached`() throws {
    let server = try LoopbackServer()
    for address in ["HTTP://127.0.0.1:\(server.port)/a", "http://LOCALHOST:\(server.port)/b"] {
      let folder = try outbox(1)
      let process = try ServerProcess(
        program: "token-ledger-deliver", [], data: folder.path,
        environment: ["PATH": "/usr/bin:/bin", "HOME": "/nowhere", "TOKEN_WEBHOOK_URL": address])
      #expect(try process.ending() == .exited(0))
      #expect(try count("delivered_at IS NOT NULL", folder) == 1, "\(address)")
    }
    #expect(server.requests.map(\.line) == ["POST /a HTTP/1.1", "POST /b HTTP/1.1"])
  }

  @Test(
    arguments: [
      ([:], 65), (["TOKEN_WEBHOOK_URL": "http://example.com/\(secret)"], 65),
      (["TOKEN_WEBHOOK_URL": "ftp://example.com/\(secret)"], 65),
    ] as [([String: String], Int32)])
  func `an address that may not be used is refused without showing it`(
    _ variables: [String: String], _ status: Int32
  ) throws {
    let folder = try outbox(1)
    let process = try ServerProcess(
      program: "token-ledger-deliver", [], data: folder.path, environment: variables)
    #expect(try process.ending() == .exited(status))
    try expectNoSecret(folder, process)
  }

  @Test(arguments: [[], ["--data-dir"], ["--nonsense"], ["--data-dir", "/x", "more"]])
  func `the deliverer says how it is called`(_ words: [String]) throws {
    let process = try ServerProcess(program: "token-ledger-deliver", words, data: nil)
    #expect(try process.ending() == .exited(64))
    #expect(try process.notesOfAll().contains("USAGE"))
  }

  @Test func `the server's program links no networking`() throws {
    let program = try Data(contentsOf: URL(fileURLWithPath: try BuiltProgram.path()), options: .alwaysMapped)
    let deliverer = try Data(
      contentsOf: URL(fileURLWithPath: try BuiltProgram.path("token-ledger-deliver")), options: .alwaysMapped)
    // On macOS URLSession is a part of Foundation, which the server's program does not link either.
    #if os(macOS)
      let name = "Foundation.framework"
    #else
      let name = "FoundationNetworking"
    #endif
    #expect(deliverer.contains(name))
    for name in [name, "libcurl", "curl_easy", "libFoundation"] { #expect(!program.contains(name), "\(name)") }
  }

  /// The words of every process of this machine, where it has /proc.
  private static func wordsOfProcesses() -> [String] {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return numbers.filter { $0.allSatisfy(\.isNumber) }.compactMap {
      FileManager.default.contents(atPath: "/proc/\($0)/cmdline").map { String(decoding: $0, as: UTF8.self) }
    }
  }
}

extension Data {
  fileprivate func contains(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
