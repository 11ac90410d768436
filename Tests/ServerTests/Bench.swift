import CivilTime
import Foundation
import JSON
import JSONSchema
import Ledger
import MCP
import Pricing
import Server
import Service
import Synchronization
import TestSupport
import Testing

/// The whole server below the command line over a ledger in a folder of its own, with a clock that stands.
final class Bench {
  let folder: TemporaryFolder
  let clock: BenchClock
  let service: LedgerService
  let server: Server
  private let session: Session
  private var requests: Int64 = 0

  /// - Parameters:
  ///   - folder: Where the ledger lies; a folder of its own unless several servers share one.
  ///   - onlyUser: The user whom the server is pinned to; nil for an administrator's.
  ///   - seed: Decides on the ids of records.
  ///   - prices: The catalog; the built-in one unless a test rests on figures of its own.
  init(
    at start: String = "2026-11-21T12:00:00Z", in folder: TemporaryFolder? = nil, onlyUser: String? = nil,
    seed: UInt64 = 7, prices: PriceRegistry = EmbeddedFiles.prices,
    exchange: ExchangeRates = EmbeddedFiles.exchangeRates(),
    _ change: (inout ServiceSettings) -> Void = { _ in }
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    clock = BenchClock(start)
    var settings = ServiceSettings(userName: "ada", machineName: "desk")
    change(&settings)
    let chance = Mutex(SplitMix64(seed: seed))
    let ledger = Ledger(
      folder: LedgerFolder(path: folder.path),
      world: LedgerWorld(
        now: { [clock] in clock.now }, monotonicMilliseconds: { 0 },
        randomBytes: { count in
          chance.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
          }
        }, sleepMilliseconds: { _ in }), onlyUser: onlyUser)
    let zones = ZoneLibrary(folders: ["/usr/share/zoneinfo"]) {
      FileManager.default.contents(atPath: $0).map(Array.init)
    }
    service = LedgerService(
      ledger: ledger, prices: prices, settings: settings, zones: zones,
      now: { [clock] in clock.now },
      readDataFile: { [path = folder.path] in
        FileManager.default.contents(atPath: "\(path)/\($0)").map(Array.init)
      }, exchange: exchange, words: .english)
    server = LedgerServer.make(service) { _ in }
    session = Session(server: server)
    _ = try request(
      "initialize",
      [
        "protocolVersion": "2025-11-25", "capabilities": [:],
        "clientInfo": ["name": "bench", "version": "1"],
      ])
  }

  /// Calls a tool and returns its structured answer, which is the same in the text and fits the output schema.
  ///
  /// `record_usage` is asked for its details unless the arguments have an `include` of their own.
  @discardableResult
  func call(_ tool: String, _ arguments: JSONObject, _ location: SourceLocation = #_sourceLocation) throws
    -> JSONValue
  {
    var arguments = arguments
    if tool == "record_usage", arguments["include"] == nil { arguments["include"] = ["details"] }
    let result = try result(of: tool, arguments)
    let text = try #require(result.at("content.0.text")?.string, sourceLocation: location)
    #expect(result.at("isError")?.bool == false, "\(text)", sourceLocation: location)
    let answer = try #require(result.at("structuredContent"), "\(text)", sourceLocation: location)
    #expect(try JSONParser.parse(Array(text.utf8)) == answer, sourceLocation: location)
    let output = try #require(server.tools.first { $0.declaration.name == tool }?.declaration.output)
    #expect(output.violations(in: answer) == [], sourceLocation: location)
    return answer
  }

  /// Calls a tool that must fail, and returns what it says.
  func failure(_ tool: String, _ arguments: JSONObject, _ location: SourceLocation = #_sourceLocation) throws
    -> String
  {
    let result = try result(of: tool, arguments)
    #expect(result.at("isError")?.bool == true, "\(result)", sourceLocation: location)
    #expect(result.at("structuredContent") == nil, sourceLocation: location)
    return try #require(result.at("content.0.text")?.string, sourceLocation: location)
  }

  /// Reads a resource.
  func resource(_ uri: String) throws -> JSONValue {
    let answer = try request("resources/read", ["uri": .string(uri)])
    let text = try #require(answer.at("result.contents.0.text")?.string, "\(answer)")
    return try JSONParser.parse(Array(text.utf8))
  }

  /// Sends a request and returns the whole answer.
  func request(_ method: String, _ parameters: JSONObject) throws -> JSONValue {
    requests += 1
    let message: JSONValue = [
      "jsonrpc": "2.0", "id": .number(JSONNumber(requests)), "method": .string(method),
      "params": .object(parameters),
    ]
    let frames = session.receive([.text(JSONWriter.bytes(message))])
    return try JSONParser.parse(try #require(frames.first))
  }

  private func result(of tool: String, _ arguments: JSONObject) throws -> JSONValue {
    let answer = try request("tools/call", ["name": .string(tool), "arguments": .object(arguments)])
    return try #require(answer.at("result"), "\(answer)")
  }
}

/// A clock that stands until a test moves it.
final class BenchClock: Sendable {
  private let milliseconds: Mutex<Int64>
  private let event = Mutex<(looks: Int, run: @Sendable () -> Void)?>(nil)

  init(_ text: String) { milliseconds = Mutex(Instant(rfc3339: text)?.milliseconds ?? 0) }

  var now: Instant {
    get {
      let due = event.withLock { event -> (@Sendable () -> Void)? in
        guard let (looks, run) = event else { return nil }
        event = looks > 1 ? (looks - 1, run) : nil
        return looks > 1 ? nil : run
      }
      due?()
      return Instant(milliseconds: milliseconds.withLock { $0 })
    }
  }

  /// Lets something happen when somebody looks at the clock for that time from now, the first being 1.
  func atLook(_ number: Int, _ run: @escaping @Sendable () -> Void) { event.withLock { $0 = (number, run) } }
  func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
  func set(_ text: String) { milliseconds.withLock { $0 = Instant(rfc3339: text)?.milliseconds ?? 0 } }
}

extension JSONValue {
  /// The value at a path such as `limits.0.level`; nil where there is none.
  func at(_ path: String) -> JSONValue? {
    var value: JSONValue? = self
    for step in path.split(separator: ".") {
      if let index = Int(step) {
        guard let array = value?.array, array.indices.contains(index) else { return nil }
        value = array[index]
      } else {
        value = value?.object?[String(step)]
      }
    }
    return value
  }

  /// The texts of a member of each element of a list, such as the keys of all groups.
  func each(_ path: String) -> [JSONValue?] { (array ?? []).map { $0.at(path) } }

  /// A number from its decimal text, as amounts are compared.
  static func decimal(_ text: String) -> JSONValue {
    guard let number = JSONNumber(lexeme: text) else { preconditionFailure("not a decimal: \(text)") }
    return .number(number)
  }
}

/// Whether this machine has time zones; without them the tests that need one are skipped.
enum MachineZones {
  static let arePresent = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Asia/Seoul")
  static let skipReason: Comment = "skipped: this machine has no /usr/share/zoneinfo"
}

extension Bench {
  /// A response of Anthropic's with 100 tokens in and 10 out, and further samplings that it holds.
  static func body(iterations: [JSONValue]) -> JSONValue {
    let message: JSONValue = ["type": "message", "input_tokens": 100, "output_tokens": 10]
    return [
      "id": "msg_02", "type": "message", "model": "claude-opus-4-1",
      "usage": ["input_tokens": 100, "output_tokens": 10, "iterations": .array([message] + iterations)],
    ]
  }
}
