import Foundation
package import JSON

/// A conversation as a readable file: one JSON object a line, each with one key that says what happens.
///
/// `note` is prose; `environment` sets variables, `arguments` gives more words to `serve`, `config` is the ledger's
/// `config.json` and `before` a command that is run before it, all stand first; `send` is a message of the client,
/// `sendRaw` a line as it is, `sendTogether` several messages in one read; `expect` is the server's next message, with
/// matchers; `advance` moves the clock by seconds; `idle` lets a wait run out.
package struct Transcript {
  /// One line of the file.
  package enum Step {
    case note(String)
    case environment([String: String])
    case arguments([String])
    case config([UInt8])
    case before([String])
    case send([UInt8])
    case expect(JSONValue)
    case advance(Int64)
    case idle
  }

  /// The steps in order.
  package let steps: [Step]
  /// The lines as they are in the file.
  package let lines: [String]

  /// Reads the transcript at `path`.
  package init(path: String) throws {
    lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    steps = try lines.map(Self.step)
  }

  private static func step(_ line: String) throws -> Step {
    let object = try JSONParser.parse(Array(line.utf8)).object ?? JSONObject()
    guard object.count == 1, let (key, value) = object.first(where: { _ in true }) else {
      throw TranscriptError(message: "a line of a transcript has one key: \(line)")
    }
    switch key {
    case "note": return .note(value.string ?? "")
    case "environment": return .environment(Self.texts(value))
    case "arguments": return .arguments((value.array ?? []).compactMap(\.string))
    case "config": return .config(JSONWriter.bytes(value))
    case "before": return .before((value.array ?? []).compactMap(\.string))
    case "send": return .send(JSONWriter.bytes(value) + [0x0A])
    case "sendRaw": return .send(Array((value.string ?? "").utf8) + [0x0A])
    case "sendTogether": return .send((value.array ?? []).flatMap { JSONWriter.bytes($0) + [0x0A] })
    case "expect": return .expect(value)
    case "advance": return .advance(value.number?.int64 ?? 0)
    case "idle": return .idle
    default: throw TranscriptError(message: "unknown key in a transcript: \(key)")
    }
  }

  private static func texts(_ value: JSONValue) -> [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in value.object ?? JSONObject() { texts[key] = value.string }
    return texts
  }

  /// The environment that the transcript asks for.
  package var environment: [String: String] {
    for case .environment(let values) in steps { return values }
    return [:]
  }

  /// The words that the transcript gives to `serve`.
  package var arguments: [String] {
    for case .arguments(let words) in steps { return words }
    return []
  }

  /// The `config.json` of the ledger, if it has one.
  package var config: [UInt8]? {
    for case .config(let bytes) in steps { return bytes }
    return nil
  }

  /// The commands that are run before the conversation.
  package var commandsBefore: [[String]] {
    steps.compactMap { if case .before(let words) = $0 { words } else { nil } }
  }

  /// The paths of all transcripts in a folder, in order.
  package static func paths(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".jsonl") }.sorted().map { folder + "/" + $0 }
  }
}

/// Why a transcript cannot be read.
package struct TranscriptError: Error, CustomStringConvertible {
  let message: String
  package var description: String { message }
}

/// Comparing a message with what a transcript expects.
package enum Matcher {
  /// Returns where and how `found` differs from `expected`, or nil when it fits.
  ///
  /// Instead of a value may stand `"$string"`, `"$integer"`, `"$number"` or `"$any"`; the member `"$rest": "any"`
  /// lets an object have more members. `"$structured"` stands for a text that is the answer's `structuredContent`.
  package static func difference(_ expected: JSONValue, _ found: JSONValue) -> String? {
    difference(expected, folded(found), at: "")
  }

  /// The message, or batch of them, with `"$structured"` in place of a text that repeats its `structuredContent` byte
  /// for byte.
  package static func folded(_ message: JSONValue) -> JSONValue {
    if let batch = message.array { return .array(batch.map(folded)) }
    guard var object = message.object, var result = object["result"]?.object,
      let structured = result["structuredContent"], let content = result["content"]?.array
    else { return message }
    let copy = JSONValue.string(JSONWriter.string(structured))
    result["content"] = .array(
      content.map { block in
        guard var members = block.object, members["text"] == copy else { return block }
        members["text"] = "$structured"
        return .object(members)
      })
    object["result"] = .object(result)
    return .object(object)
  }

  private static func difference(_ expected: JSONValue, _ found: JSONValue, at path: String) -> String? {
    switch (expected, found) {
    case (.string("$any"), _), (.string("$string"), .string), (.string("$number"), .number): return nil
    case (.string("$integer"), .number(let number)) where number.isInteger: return nil
    case (.object(let wanted), .object(let object)): return difference(wanted, object, at: path)
    case (.array(let wanted), .array(let elements)):
      guard wanted.count == elements.count else {
        return "\(path) has \(elements.count) elements, not \(wanted.count): \(JSONWriter.string(found))"
      }
      for (index, pair) in zip(wanted, elements).enumerated() {
        if let difference = difference(pair.0, pair.1, at: "\(path)/\(index)") { return difference }
      }
      return nil
    default:
      guard expected != found else { return nil }
      return "\(path) is \(JSONWriter.string(found)), not \(JSONWriter.string(expected))"
    }
  }

  private static func difference(_ wanted: JSONObject, _ object: JSONObject, at path: String) -> String? {
    for (key, value) in wanted where key != "$rest" {
      guard let found = object[key] else { return "\(path) lacks \(key): \(JSONWriter.string(.object(object)))" }
      if let difference = difference(value, found, at: "\(path)/\(key)") { return difference }
    }
    guard wanted["$rest"] == nil, let extra = object.keys.first(where: { wanted[$0] == nil }) else { return nil }
    return "\(path) has an unexpected \(extra): \(JSONWriter.string(object[extra] ?? .null))"
  }
}
