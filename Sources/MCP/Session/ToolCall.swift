import JSON
import JSONSchema

/// One call of a tool, from its arguments to its frame.
struct ToolCall {
  /// The request that it answers.
  let request: Request
  /// The tool called.
  let tool: Tool
  /// Writes the answer.
  let responder: Responder

  /// Returns the answer to a call, once its arguments are mended and checked.
  ///
  /// - Parameter arguments: Mended by the tool's schema.
  /// - Throws: ``Refusal`` for what is no fault of the caller.
  func answer(_ arguments: JSONObject) throws(Refusal) -> Answer {
    let violations = tool.declaration.violations(in: .object(arguments))
    guard violations.isEmpty else {
      let message = responder.server.describe(violations, .object(arguments), tool.declaration)
      responder.server.observe(.refusedCall(tool: tool.name))
      return .frame(Self.failed(message, request, responder.frames), basis: .declared)
    }
    return try outcome { try tool.call(arguments) }
  }

  /// Returns what the tool comes to; a ``ToolFailure`` is a result too.
  ///
  /// - Throws: ``Refusal`` for what is no fault of the caller.
  func outcome(_ body: () throws -> ToolOutcome) throws(Refusal) -> Answer {
    do {
      switch try body() {
      case .finished(let content): return .frame(try finished(content), basis: .transaction)
      case .written(let json): return .frame(try finished(json), basis: .transaction)
      }
    } catch let failure as ToolFailure {
      responder.server.observe(.refusedCall(tool: tool.name))
      return .frame(Self.failed(failure.message, request, responder.frames), basis: .transaction)
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw responder.fault(error, in: request)
    }
  }

  private func finished(_ content: JSONObject) throws(Refusal) -> [UInt8] {
    try checkInDebugBuilds(content)
    var rendered = JSONWriter(capacity: 1_024)
    rendered.write(content)
    return rendered.withBytes(frame)
  }

  private func finished(_ json: [UInt8]) throws(Refusal) -> [UInt8] {
    try checkInDebugBuilds(json)
    return json.withUnsafeBufferPointer(frame)
  }

  /// Hosts show a model either the structured content or the text, so each is complete; rendered once.
  private func frame(_ json: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let frame = responder.frames.result(of: request, capacity: Self.room(for: json.count)) { writer in
      writer.raw("\"content\":[{\"type\":\"text\",\"text\":")
      writer.write(stringOf: json)
      writer.raw("}],\"structuredContent\":")
      writer.raw(json)
      writer.raw(",\"isError\":false")
    }
    guard frame.count <= FrameWriter.longestFrame else {
      return Self.failed(FrameWriter.tooLong(frame), request, responder.frames)
    }
    return frame
  }

  /// Room for an answer of that many bytes, once as it is and once as text; a small one may be all quotation marks.
  private static func room(for count: Int) -> Int { count < 4_096 ? count * 7 + 128 : count * 9 / 4 + 128 }

  private func checkInDebugBuilds(_ json: [UInt8]) throws(Refusal) {
    #if DEBUG
      do {
        try checkInDebugBuilds(try JSONParser.parse(json).object ?? [:])
      } catch let refusal as Refusal {
        throw refusal
      } catch {
        responder.server.note("\(tool.name) has written no JSON: \(error)")
        throw .internalError
      }
    #endif
  }

  private func checkInDebugBuilds(_ content: JSONObject) throws(Refusal) {
    #if DEBUG
      guard let violation = tool.declaration.output?.violations(in: .object(content), atMost: 1).first else {
        return
      }
      responder.server.note(
        "\(tool.name) breaks its output schema at \"\(violation.path)\": \(violation.rule)")
      throw .internalError
    #endif
  }

  /// Returns the result of a call that has failed.
  static func failed(_ message: String, _ request: Request, _ frames: FrameWriter) -> [UInt8] {
    frames.result(of: request, capacity: message.utf8.count + 128) { writer in
      writer.raw("\"content\":[{\"type\":\"text\",\"text\":")
      writer.write(string: message)
      writer.raw("}],\"isError\":true")
    }
  }
}
