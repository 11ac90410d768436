import Delivery
import JSON
import Ledger
import Service
import TestSupport
import Testing

@testable import Commands

@Suite struct WebhookCommandTests {
  private static let address = "https://hooks.example.com/services/s3cr3t"

  @Test(arguments: ["http://hooks.example.com/s3cr3t", "s3cr3t", "https://a@b/s3cr3t"])
  func `an address that may not be used is refused without showing it`(_ text: String) throws {
    let folder = try TemporaryFolder()
    for words in [["serve"], ["summary"], ["webhook", "test"]] {
      let world = World(environment: ["TOKEN_WEBHOOK_URL": text])
      let status = CommandLineProgram.run(world.host(words + ["--data-dir", folder.path]))
      #expect(status == .badData)
      let note = try #require(world.notes.first)
      #expect(note.contains("TOKEN_WEBHOOK_URL in the environment") && note.contains("https://"))
      #expect(!note.contains("s3cr3t"))
    }
  }

  @Test func `config json sets the address as well`() throws {
    let world = World(files: ["/data/config.json": #"{"token_webhook_url": "\#(Self.address)"}"#])
    let settings = try ServiceSettings(
      try SettingSources(Options(dataFolder: "/data"), world.host()), world.host())
    #expect(settings.webhook?.text == Self.address)
  }

  @Test func `without a webhook the test says what to set`() throws {
    let folder = try TemporaryFolder()
    let world = World()
    #expect(world.run("webhook", "test", "--data-dir", folder.path) == .failure)
    #expect(world.notes.first?.contains("set TOKEN_WEBHOOK_URL") == true)
  }

  @Test func `without the program that sends, the test says where it should be, and keeps no message`() throws {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TOKEN_WEBHOOK_URL": Self.address])
    #expect(world.run("webhook", "test", "--json", "--data-dir", folder.path) == .failure)
    let answer = try JSONParser.parse(Array(try #require(world.printed.first).utf8)).object
    #expect(answer?["delivered"] == .bool(false) && answer?["receiver"]?.string == "https://hooks.example.com")
    #expect(answer?["failure"]?.string?.contains("is not there") == true)
    let ledger = try ServiceBuilder.service(Options(dataFolder: folder.path), world.host()).ledger
    #expect(try ledger.outboxState().waiting == 0)
  }

  @Test func `the deliverer is started for due messages alone, and again only after a pause`() throws {
    let test = try WatchTest()
    var watch = try #require(try test.watch())
    watch.look()
    #expect(test.deliverer.starts.isEmpty)
    try test.put()
    // Nobody looks twice within a second.
    watch.look()
    #expect(test.deliverer.starts.isEmpty)
    test.monotonic += 1_000
    watch.look()
    #expect(test.deliverer.starts == [["--data-dir", test.folder.path]])
    #expect(test.deliverer.environment["TOKEN_WEBHOOK_URL"] == Self.address)
    test.deliverer.isRunning = true
    test.monotonic += 60_000
    watch.look()
    test.deliverer.isRunning = false
    test.monotonic += 999
    watch.look()
    #expect(test.deliverer.starts.count == 1)
    test.monotonic += 1
    watch.look()
    test.monotonic += 9_999
    watch.look()
    #expect(test.deliverer.starts.count == 2)
    #expect(test.world.notes.isEmpty)
  }

  @Test func `a deliverer that cannot be started is noted once`() throws {
    let test = try WatchTest()
    test.deliverer.failure = "Permission denied"
    try test.put()
    var watch = try #require(try test.watch())
    for _ in 0..<3 {
      watch.look()
      test.monotonic += 10_000
    }
    #expect(test.deliverer.starts.count == 3)
    #expect(
      test.world.notes == ["token-ledger: messages are waiting, but /bin/deliver cannot be started: Permission denied"])
  }

  @Test func `doctor tells of a missing program and of messages that fail`() throws {
    let test = try WatchTest()
    try test.put()
    test.world.permissions[test.folder.file("ledger.db")] = 0o600
    #expect(
      test.doctor() == [
        "webhook: messages go to https://hooks.example.com", "messages: 1 waiting, 0 delivered, 0 given up",
      ])
    let message = try #require(try test.ledger.claimMessage())
    try test.ledger.giveUp(message, failure: "answered with status 500")
    try test.ledger.commit()
    test.deliverer.isThere = false
    #expect(
      test.doctor() == [
        "TROUBLE webhook: messages cannot be sent to https://hooks.example.com: /bin/deliver is not there; install it next to token-ledger",
        "TROUBLE messages: 0 waiting, 0 delivered, 1 given up; the last failure: answered with status 500",
      ])
  }

  @Test func `a look of a timer waits for its messages, a minute at most`() throws {
    let test = try WatchTest()
    #expect(test.monitorOnce() == .success && test.monotonic == 0)
    try test.put()
    #expect(test.monitorOnce() == .success && test.monotonic == 0)
    test.deliverer.isRunningOnceStarted = true
    #expect(test.monitorOnce() == .success && test.monotonic == 60_000)
    #expect(test.deliverer.starts.count == 2)
  }
}

/// A server's watch over an outbox, with a deliverer that only notes its starts.
private final class WatchTest {
  let folder: TemporaryFolder
  let world = World(environment: ["TOKEN_WEBHOOK_URL": "https://hooks.example.com/services/s3cr3t"])
  let deliverer = NotingDeliverer()
  let clock = SetClock()
  var monotonic: Int64 {
    get { clock.milliseconds }
    set { clock.milliseconds = newValue }
  }
  lazy var ledger = Ledger(
    folder: LedgerFolder(path: folder.path),
    world: LedgerWorld(
      now: host.now, monotonicMilliseconds: { 0 }, randomBytes: host.randomBytes, sleepMilliseconds: { _ in }))

  init() throws { folder = try TemporaryFolder() }

  private var host: Commands.Host {
    var host = world.host()
    host.deliverer = deliverer
    host.monotonicMilliseconds = { [clock] in clock.milliseconds }
    return host
  }

  func watch() throws -> OutboxWatch? {
    OutboxWatch(try ServiceBuilder.service(Options(dataFolder: folder.path), host), host)
  }

  /// Runs a look of a timer; whatever it waits passes at once.
  func monitorOnce() -> Commands.ExitStatus {
    var host = host
    host.arguments = ["monitor", "--once", "--data-dir", folder.path]
    host.sleepMilliseconds = { [clock] in clock.milliseconds += $0 }
    return CommandLineProgram.run(host)
  }

  func put() throws {
    try ledger.enqueue(kind: "test", key: "a", payload: ["text": "x"])
    try ledger.commit()
  }

  /// The findings about messages.
  func doctor() -> [String] {
    Diagnosis.checks(Options(dataFolder: folder.path), host).filter { ["webhook", "messages"].contains($0.name) }
      .map { ($0.isGood ? "" : "TROUBLE ") + "\($0.name): \($0.finding)" }
  }
}

/// A clock that the test sets.
private final class SetClock: @unchecked Sendable {  // only the test's own thread touches it
  var milliseconds: Int64 = 0
}

private final class NotingDeliverer: DelivererLauncher {
  let path = "/bin/deliver"
  var isThere = true
  var isRunning = false
  var isRunningOnceStarted = false
  var failure: String?
  private(set) var starts: [[String]] = []
  private(set) var environment: [String: String] = [:]

  func start(_ words: [String], environment: [String: String]) throws(OutsideFault) {
    starts.append(words)
    if isRunningOnceStarted { isRunning = true }
    self.environment = environment
    if let failure { throw OutsideFault(failure) }
  }
}
