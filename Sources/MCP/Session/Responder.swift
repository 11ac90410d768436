import JSON
import JSONSchema

/// Answers requests, each by itself; what outlives a request is the session's.
///
/// An object, as each call under way refers to it.
final class Responder {
  /// What the server offers.
  let server: Server
  /// Writes the answers.
  let frames: FrameWriter
  private let catalog: Catalog
  private let tools: [String: Tool]
  /// The names of the tools whose answers tell of their own call alone.
  private let recordingTools: [String]

  /// Creates the responder of a server.
  init(_ server: Server) {
    self.server = server
    frames = FrameWriter(server.info)
    catalog = Catalog(server)
    tools = Dictionary(server.tools.map { ($0.name, $0) }) { first, _ in first }
    recordingTools = server.tools.filter { !$0.isQuestion }.map(\.name)
  }

  /// Returns the answer to a request; ``Method/listen``, ``Method/subscribe`` and ``Method/unsubscribe`` are the
  /// session's.
  func answer(_ request: Request) throws(Refusal) -> Answer {
    switch request.method {
    case .initialize: .frame(initialized(request), basis: .declared)
    case .ping, .subscribe, .unsubscribe, .listen:
      .frame(frames.result(of: request) { _ in }, basis: .declared)
    case .discover: .frame(discovered(request), basis: .declared)
    case .listTools: try list(catalog.tools, request)
    case .listResources: try list(catalog.resources, request)
    case .listTemplates: try list(catalog.templates, request)
    case .listPrompts: try list(catalog.prompts, request)
    case .callTool: try call(request)
    case .readResource: .frame(try read(request), basis: .transaction)
    case .getPrompt: .frame(try prompt(request), basis: .transaction)
    case .complete: .frame(try completion(request), basis: .transaction)
    }
  }

  private func initialized(_ request: Request) -> [UInt8] {
    guard case .legacy(let version) = request.era else {
      preconditionFailure("initialize was read as a request of 2026-07-28")
    }
    return frames.result(of: request, capacity: 1_024) { writer in
      writer.raw("\"protocolVersion\":")
      writer.write(string: version.rawValue)
      writer.raw(",\"capabilities\":")
      writer.write(catalog.capabilities)
      writer.raw(",\"serverInfo\":")
      writer.write(server.info.implementation)
      writer.raw(",\"instructions\":")
      writer.write(string: server.info.instructions)
    }
  }

  private func discovered(_ request: Request) -> [UInt8] {
    frames.result(of: request, capacity: 1_024, freshness: .fixed) { writer in
      // The older revisions are not listed: a client that chose one would have nothing to put into `_meta`.
      writer.raw("\"supportedVersions\":[")
      writer.write(string: ProtocolVersion.modern.rawValue)
      writer.raw("],\"capabilities\":")
      writer.write(catalog.capabilities)
      writer.raw(",\"instructions\":")
      writer.write(string: server.info.instructions)
    }
  }

  /// A list is one page, as clients exist that never ask for a second; so no cursor was ever given out.
  private func list(_ members: [UInt8], _ request: Request) throws(Refusal) -> Answer {
    guard request.params["cursor"] == nil else {
      throw .invalidParams("`cursor` is unknown: the list has one page; ask again without it.")
    }
    let frame = frames.result(of: request, capacity: members.count, freshness: .fixed) { $0.raw(members) }
    return .frame(frame, basis: .declared)
  }

  /// Whether a message asks for what the store holds.
  func isQuestion(_ arrival: Arrival) -> Bool {
    switch arrival {
    case .request(let request): isQuestion(request)
    case .batch(let elements): elements.contains(where: isQuestion(_:))
    case .refused, .cancellation, .ignored: false
    }
  }

  /// Whether the answer to a request tells what the store holds.
  private func isQuestion(_ request: Request) -> Bool {
    switch request.method {
    case .callTool:
      // By their few names, as this is asked of each recorded call.
      request.params["name"]?.string.map { name in !recordingTools.contains { $0.hasSameScalars(as: name) } } ?? false
    case .readResource, .getPrompt: true
    default: false
    }
  }

  private func call(_ request: Request) throws(Refusal) -> Answer {
    guard let name = request.params["name"]?.string else { throw .invalidParams("`name` must be a string.") }
    guard let tool = tools[name] else {
      throw .invalidParams("Unknown tool: \(name.prefix(100)); tools/list names those that exist.")
    }
    let call = ToolCall(request: request, tool: tool, responder: self)
    let given = request.params["arguments"] ?? .null
    if case .object(let arguments) = given, tool.declaration.input.isPlain(arguments) {
      return try call.outcome { try tool.call(arguments) }
    }
    guard let arguments = given.isNull ? [:] : tool.declaration.mended(given).object else {
      throw .invalidParams("`arguments` must be an object.")
    }
    return try call.answer(arguments)
  }

  private func read(_ request: Request) throws(Refusal) -> [UInt8] {
    guard let uri = request.params["uri"]?.string else { throw .invalidParams("`uri` must be a string.") }
    let contents: ResourceContents?
    do {
      contents = try server.readResource(uri)
    } catch let failure as ToolFailure {
      throw Refusal(code: .invalidParams, message: failure.message, data: ["uri": .string(uri)])
    } catch {
      throw fault(error, in: request)
    }
    guard let contents else { throw notFound(uri, request) }
    let frame = frames.result(
      of: request, capacity: contents.text.utf8.count * 5 / 4, freshness: contents.freshness
    ) {
      $0.raw("\"contents\":[{\"uri\":")
      $0.write(string: contents.uri)
      $0.raw(",\"mimeType\":")
      $0.write(string: contents.mimeType)
      $0.raw(",\"text\":")
      $0.write(string: contents.text)
      $0.raw("}]")
    }
    guard frame.count <= FrameWriter.longestFrame else {
      throw Refusal(code: .internalError, message: FrameWriter.tooLong(frame), data: ["uri": .string(uri)])
    }
    return frame
  }

  /// Returns the refusal of a URI under which there is nothing.
  func notFound(_ uri: String, _ request: Request) -> Refusal {
    Refusal(
      code: request.era.isModern ? .invalidParams : .resourceNotFound, message: "Resource not found",
      data: ["uri": .string(uri)])
  }

  /// Notes an error that is no fault of the caller, and returns what the caller is told.
  func fault(_ error: any Error, in request: Request) -> Refusal {
    server.note("\(request.method.rawValue) failed: \(error)")
    return .internalError
  }
}
