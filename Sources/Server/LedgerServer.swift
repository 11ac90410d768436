import JSON
import JSONSchema
import Ledger
import Logging
package import MCP
package import Service

/// The server: the service as tools, resources and prompts.
package enum LedgerServer {
  /// Where the URIs of things that change begin.
  package static let volatileURIs = "usage://"

  /// What a model should know before it uses the server.
  private static let instructions = """
    TokenLedger keeps an exact, durable ledger of language-model usage on this machine. \
    Ask get_usage what was spent, check_limit or estimate_cost before an expensive call, compare_models to choose a \
    model, and record_usage after a call (pass the provider's usage object unchanged, with a request_id). \
    Amounts are US dollars unless you ask for another currency; a call without a known price is shown as unpriced, never as zero.
    """

  /// Returns the server over a service.
  ///
  /// - Parameter note: Takes a line for standard error.
  package static func make(_ service: LedgerService, note: @escaping (String) -> Void) -> Server {
    var server = Server(
      info: ServerInfo(
        name: Product.name, title: Product.title, version: Product.version,
        instructions: instructions + (service.identity.instruction ?? "")))
    server.tools = ToolList.all.map { tool($0, service) }
    let resources = ResourceCatalog(service)
    server.resources = ResourceCatalog.resources
    server.templates = ResourceCatalog.templates
    server.readResource = { uri in try inWords { try resources.read(uri) } }
    server.prompts = PromptCatalog(service).prompts
    let completions = Completions(service: service)
    server.complete = { request in try inWords { try completions.values(for: request) } }
    server.describe = ViolationSentences.message
    server.transaction = LedgerBatch(service)
    server.backlog = LogBacklog(service)
    server.note = { text in
      service.log.write(.warning, "note", ["text": .string(text)])
      note(text)
    }
    server.observe = { event in
      switch event {
      case .client(let client): service.log.write(.info, "client", facts(of: client))
      case .refusedCall(let tool): service.log.write(.info, "refused call", ["name": .string(tool)])
      }
    }
    return server
  }

  private static func facts(of client: ClientInfo) -> JSONObject {
    ["client": .string(client.name), "version": .string(client.version), "revision": .string(client.revision)]
  }

  private static func tool(_ type: any LedgerTool.Type, _ service: LedgerService) -> Tool {
    let tool = type.init(service)
    return Tool(name: type.name, isQuestion: type.isQuestion, declare: { declaration(of: type.name) }) { arguments in
      service.readSettingsAgain()
      return try service.log.timed(type.name) {
        try inWords { try tool.outcome(Arguments(arguments, of: service.identity)) }
      }
    }
  }

  /// The declarations are compiled in, and tests read each of them.
  static func declaration(of tool: String) -> ToolDeclaration {
    let path = "tools/\(tool).json"
    do {
      guard let bytes = EmbeddedFiles.bytes(of: path), let json = try JSONParser.parse(bytes).object else {
        preconditionFailure("\(path) is not compiled in; the list in CSchemas lacks it")
      }
      return try ToolDeclaration(json)
    } catch {
      preconditionFailure("\(path) is faulty: \(error)")
    }
  }
}

/// A batch of messages as a transaction of the ledger.
private final class LedgerBatch: BatchTransaction {
  private let service: LedgerService
  private var ledger: Ledger { service.ledger }

  init(_ service: LedgerService) { self.service = service }

  /// What other programs have logged is taken in before it is asked for, as a transaction of its own.
  func begin(hasQuestions: Bool) { if hasQuestions { service.logs?.catchUp() } }

  func answering<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T { try ledger.consistently(body) }

  var hasWritten: Bool { ledger.hasWritten }

  func commit() throws(ToolFailure) {
    do {
      try ledger.commit()
    } catch {
      throw error.failure
    }
  }
}
