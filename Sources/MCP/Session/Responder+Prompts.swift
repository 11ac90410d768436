import JSON

extension Responder {
  // As many as one answer may hold (`completion.values` of every revision).
  private static let mostValues = 100

  /// Returns the answer to `prompts/get`.
  func prompt(_ request: Request) throws(Refusal) -> [UInt8] {
    guard let name = request.params["name"]?.string else { throw .invalidParams("`name` must be a string.") }
    guard let prompt = server.prompts.first(where: { $0.name == name }) else {
      throw .invalidParams("Unknown prompt: \(name.prefix(100)); prompts/list names those that exist.")
    }
    let arguments = try arguments(of: prompt, request)
    let messages: [PromptMessage]
    do {
      messages = try prompt.get(arguments)
    } catch let failure as ToolFailure {
      throw .invalidParams(failure.message)
    } catch {
      throw fault(error, in: request)
    }
    return frames.result(of: request, capacity: 1_024) { writer in
      writer.raw("\"description\":")
      writer.write(string: prompt.description)
      writer.raw(",\"messages\":")
      writer.write(.array(messages.map(\.json)))
    }
  }

  private func arguments(of prompt: Prompt, _ request: Request) throws(Refusal) -> [String: String] {
    let given = request.params["arguments"] ?? [:]
    guard let object = given.isNull ? [:] : given.object else {
      throw .invalidParams("`arguments` must be an object of strings.")
    }
    var arguments: [String: String] = [:]
    for (name, value) in object {
      guard let text = value.string else {
        throw .invalidParams("Argument `\(name.prefix(100))` must be a string.")
      }
      arguments[name] = text
    }
    for argument in prompt.arguments where argument.isRequired && arguments[argument.name] == nil {
      throw .invalidParams(
        "Prompt \(prompt.name) needs the argument `\(argument.name)`: \(argument.description)")
    }
    return arguments
  }

  /// Returns the answer to `completion/complete`.
  func completion(_ request: Request) throws(Refusal) -> [UInt8] {
    guard let argument = request.params["argument"]?.object, let name = argument["name"]?.string,
      let value = argument["value"]?.string
    else { throw .invalidParams("`argument` must be an object with the strings `name` and `value`.") }
    let (reference, names) = try reference(request.params["ref"]?.object)
    var values: [String] = []
    // An argument that does not exist has no values.
    if names.contains(name) {
      do {
        values = try server.complete(CompletionRequest(reference: reference, argument: name, value: value))
      } catch let failure as ToolFailure {
        throw .invalidParams(failure.message)
      } catch {
        throw fault(error, in: request)
      }
    }
    return frames.result(of: request, capacity: 1_024) { write(values, &$0) }
  }

  /// More values than fit may themselves have been cut, so their number is not told.
  private func write(_ values: [String], _ writer: inout JSONWriter) {
    let hasMore = values.count > Self.mostValues
    var completion: JSONObject = ["values": .array(values.prefix(Self.mostValues).map(JSONValue.string))]
    if !hasMore { completion.append("total", .number(JSONNumber(Int64(values.count)))) }
    completion.append("hasMore", .bool(hasMore))
    writer.raw("\"completion\":")
    writer.write(completion)
  }

  /// Returns whose argument is asked for, and the names of all of its arguments.
  private func reference(
    _ reference: JSONObject?
  ) throws(Refusal) -> (reference: CompletionRequest.Reference, names: [String]) {
    switch (reference?["type"]?.string, reference?["name"]?.string, reference?["uri"]?.string) {
    case ("ref/prompt"?, let name?, _):
      guard let prompt = server.prompts.first(where: { $0.name == name }) else {
        throw .invalidParams("Unknown prompt: \(name.prefix(100)); prompts/list names those that exist.")
      }
      return (.prompt(name), prompt.arguments.map(\.name))
    case ("ref/resource"?, _, let uri?):
      if server.templates.contains(where: { $0.uriTemplate == uri }) {
        return (.template(uri), URITemplate(uri).variables)
      }
      guard server.resources.contains(where: { $0.uri == uri }) else {
        throw Refusal(
          code: .invalidParams, message: "Unknown template; resources/templates/list names those that exist.",
          data: ["uri": .string(uri)])
      }
      return (.template(uri), [])
    default:
      throw .invalidParams("`ref` must be a \"ref/prompt\" with `name` or a \"ref/resource\" with `uri`.")
    }
  }
}

extension PromptMessage {
  /// The message as the protocol has it.
  fileprivate var json: JSONValue {
    ["role": .string(role.rawValue), "content": ["type": "text", "text": .string(text)]]
  }
}
