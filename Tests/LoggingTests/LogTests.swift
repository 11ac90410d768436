import CivilTime
import JSON
import Testing

@testable import Logging

@Suite struct LogTests {
  /// What a log has written, and its clock.
  final class Page {
    var text = ""
    var milliseconds: Int64 = 0

    func log(_ least: LogLevel?) -> Log {
      Log(
        least: least, process: 7, now: { Instant(milliseconds: 1_795_000_000_000) },
        monotonicMilliseconds: { self.milliseconds }, write: { self.text += String(decoding: $0, as: UTF8.self) })
    }

    func lines() throws -> [JSONObject] {
      try text.split(separator: "\n").map { line in
        try #require(try JSONParser.parse(Array(line.utf8)).object)
      }
    }
  }

  @Test(arguments: LogLevel.allCases)
  func `a level lets through itself and those above it`(_ least: LogLevel) throws {
    let page = Page()
    let log = page.log(least)
    for level in LogLevel.allCases { log.write(level, "event") }
    let wanted = LogLevel.allCases.filter { $0 >= least }.map(\.rawValue)
    #expect(try page.lines().map { $0["level"]?.string } == wanted)
  }

  @Test func `a line says when, who and what`() throws {
    let page = Page()
    page.log(.info).write(.warning, "slow call", ["name": "get_usage", "milliseconds": 900])
    #expect(
      page.text == #"{"time":"2026-11-18T11:06:40Z","level":"WARNING","process":7,"event":"slow call","#
        + #""name":"get_usage","milliseconds":900}"# + "\n")
  }

  @Test func `whatever a text holds, an event stays one line of bounded length`() throws {
    let page = Page()
    page.log(.info).write(.info, "note", ["text": .string(String(repeating: "a\n\u{1F600}\"", count: 1_000))])
    #expect(page.text.utf8.count < 2_000)
    #expect(try page.lines().count == 1 && page.text.last == "\n")
  }

  @Test func `lines that are kept back are written later, in order, and none twice`() throws {
    let page = Page()
    let log = page.log(.info)
    log.hold()
    log.write(.info, "first")
    log.write(.info, "second")
    #expect(page.text.isEmpty)
    log.release()
    log.write(.info, "third")
    log.release()
    #expect(try page.lines().map { $0["event"] } == ["first", "second", "third"])
  }

  @Test(arguments: [(499, 0), (500, 1)] as [(Int64, Int)])
  func `only a slow call is a warning`(_ taken: Int64, _ warnings: Int) throws {
    let page = Page()
    page.log(.info).timed("get_usage") { page.milliseconds = taken }
    #expect(try page.lines().count == warnings)
  }

  @Test func `a silent log never asks for the facts`() {
    func facts() -> JSONObject {
      Issue.record("nobody reads them")
      return [:]
    }
    Log.silent().write(.error, "event", facts())
    #expect(LogLevel(name: "warning") == .warning && LogLevel(name: "WARN") == nil)
  }

  @Test func `alerts are kept by a log of errors alone, and no log begins with them`() throws {
    let page = Page()
    let log = page.log(.error)
    log.write(.warning, "note")
    log.write(.alert, "limit")
    #expect(try page.lines().map { $0["level"] } == ["ALERT"])
    #expect(LogLevel(name: "ALERT") == nil)
  }
}
