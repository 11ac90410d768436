import CivilTime
import Commands
import Foundation
import JSON
import Synchronization
import TestSupport

/// A client that follows a transcript, in the place of standard input and output.
final class ScriptedChannel: ProtocolChannel {
  private let transcript: Transcript
  private let clock: FixedClock
  private var position = 0
  private var received: [JSONValue] = []
  /// What did not go as the transcript has it.
  private(set) var failures: [String] = []
  /// The transcript's lines, with what the server really sent in place of what was expected.
  private(set) var recorded: [String] = []

  init(_ transcript: Transcript, clock: FixedClock) {
    self.transcript = transcript
    self.clock = clock
  }

  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent {
    while position < transcript.steps.count {
      let line = transcript.lines[position]
      let step = transcript.steps[position]
      position += 1
      if case .expect(let expected) = step {
        check(expected, line)
        continue
      }
      expectNothing(before: line)
      recorded.append(line)
      switch step {
      case .send(let bytes): return .input(bytes[...])
      case .idle: return .timeout
      case .advance(let seconds): clock.advance(seconds: seconds)
      case .note, .environment, .arguments, .config, .before, .expect: break
      }
    }
    return .end
  }

  var hasRoom: Bool { true }

  func flush() {}

  func write(_ bytes: [UInt8]) -> Bool {
    for line in bytes.split(separator: 0x0A) {
      guard let message = try? JSONParser.parse(Array(line)) else {
        failures.append("not JSON: \(String(decoding: line, as: UTF8.self))")
        continue
      }
      received.append(message)
    }
    return true
  }

  /// Checks that the server has said all that was expected and no more.
  func finish() { expectNothing(before: "the end") }

  private func check(_ expected: JSONValue, _ line: String) {
    guard !received.isEmpty else { return failures.append("nothing was sent, expected: \(line)") }
    let found = received.removeFirst()
    guard let difference = Matcher.difference(expected, found) else { return recorded.append(line) }
    failures.append("line \(position): \(difference)")
    recorded.append(JSONWriter.string(["expect": Matcher.folded(found)]))
  }

  private func expectNothing(before line: String) {
    for message in received {
      failures.append("line \(position): unexpected before \(line.prefix(80)): \(JSONWriter.string(message))")
      recorded.append(JSONWriter.string(["expect": Matcher.folded(message)]))
    }
    received = []
  }
}

/// A clock that stands until a transcript moves it.
final class FixedClock: Sendable {
  private let milliseconds: Mutex<Int64>

  init(_ text: String) { milliseconds = Mutex(Instant(rfc3339: text)?.milliseconds ?? 0) }

  var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
  func advance(seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
}
