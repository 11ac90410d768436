package import CivilTime
package import JSON

/// What happens, as lines of JSON for the person who looks for the cause of trouble.
///
/// A line holds its time, its level, the process, the event and a few facts: names, counts and durations. No
/// text of a prompt, no secret, and nothing of what records hold. Confined to one thread.
package final class Log {
  /// From how many milliseconds on a call is slow.
  package static let slowMilliseconds: Int64 = 500
  /// How many bytes of a text in a line are kept.
  private static let longestText = 500

  /// The least level that is written; nil where nothing is.
  package let least: LogLevel?
  private let process: Int32
  private let now: () -> Instant
  private let monotonicMilliseconds: () -> Int64
  private let write: ([UInt8]) -> Void
  private var held: [UInt8]?

  /// Creates a log.
  ///
  /// - Parameters:
  ///   - least: The least level that is written; nil writes nothing.
  ///   - process: The number of the process, which tells the lines of one from another's.
  ///   - write: Takes one line or several with their ends; must not fail or wait.
  package init(
    least: LogLevel?, process: Int32, now: @escaping () -> Instant,
    monotonicMilliseconds: @escaping () -> Int64, write: @escaping ([UInt8]) -> Void
  ) {
    self.least = least
    self.process = process
    self.now = now
    self.monotonicMilliseconds = monotonicMilliseconds
    self.write = write
  }

  /// Returns a log that writes nothing.
  package static func silent() -> Log {
    Log(least: nil, process: 0, now: { Instant(milliseconds: 0) }, monotonicMilliseconds: { 0 }, write: { _ in })
  }

  /// Writes an event, unless its level is too low.
  ///
  /// - Parameters:
  ///   - event: What has happened, the same words each time.
  ///   - facts: What tells this time from others; texts are cut at 500 bytes.
  package func write(_ level: LogLevel, _ event: StaticString, _ facts: @autoclosure () -> JSONObject = [:]) {
    guard let least, level >= least else { return }
    let line = self.line(level, "\(event)", facts())
    guard held != nil else { return write(line) }
    held? += line
  }

  /// Keeps lines back until ``release()``, so that a first answer waits for no file.
  package func hold() { held = held ?? [] }

  /// Writes the lines that were kept back; further ones are written at once.
  package func release() {
    guard let lines = held else { return }
    held = nil
    if !lines.isEmpty { write(lines) }
  }

  /// Runs a call and notes how long it took: one above ``slowMilliseconds`` as a warning.
  package func timed<T>(_ name: String, _ body: () throws -> T) rethrows -> T {
    guard least != nil else { return try body() }
    let start = monotonicMilliseconds()
    defer {
      let taken = monotonicMilliseconds() - start
      let isSlow = taken >= Self.slowMilliseconds
      write(
        isSlow ? .warning : .debug, isSlow ? "slow call" : "call",
        ["name": .string(name), "milliseconds": .number(JSONNumber(taken))])
    }
    return try body()
  }

  private func line(_ level: LogLevel, _ event: String, _ facts: JSONObject) -> [UInt8] {
    var line: JSONObject = [
      "time": .string(now().rfc3339(in: .utc)), "level": .string(level.rawValue),
      "process": .number(JSONNumber(Int64(process))), "event": .string(event),
    ]
    for (name, value) in facts { line[name] = Self.cut(value) }
    return JSONWriter.bytes(.object(line)) + [0x0A]
  }

  private static func cut(_ value: JSONValue) -> JSONValue {
    guard let text = value.string, text.utf8.count > longestText else { return value }
    return .string(String(decoding: text.utf8.prefix(longestText), as: UTF8.self))
  }
}
