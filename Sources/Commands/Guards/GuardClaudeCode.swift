import JSON
import Ledger
import Server
import Service

extension Command {
  /// `guard claude-code`: a hook of Claude Code that stops work over the limit.
  static let guardClaudeCode = Command(
    name: "guard claude-code", summary: "Guard Claude Code: a hook for prompts and tool calls",
    discussion: """
      Reads the hook's JSON on standard input, and takes in what the session's log says since the last time. Over a
      limit it ends with exit status 2 and the reason on standard error, which stops a prompt (UserPromptSubmit) or a
      tool call (PreToolUse); nearing one it shows the person a message. Calls of this ledger's own tools, and all
      other events, go through. Trouble with the ledger or the input ends with exit status 1, which lets the work go
      on and shows why.
      """,
    options: CommandOption.plannedCall + [.ingest]
  ) { options, host in
    let run = GuardRun(options: options, host: host)
    guard let event = HookEvent(host.readInput()) else {
      run.note("standard input is not the JSON object of a hook")
      return .failure
    }
    guard event.canBeStopped || event.endsTurn else { return .success }
    guard let service = run.service(readingTranscript: event.transcript) else { return .failure }
    guard event.canBeStopped else { return .success }
    guard let verdict = run.verdict(on: event.call(options.plannedCall), of: service) else { return .failure }
    if verdict.isDenial { return run.deny(verdict) }
    if verdict.isWarning, event.isPrompt { host.print(HookEvent.message("\(Product.name): \(verdict.reason)")) }
    return .success
  }
}

/// What Claude Code tells a hook; the prompt and a tool's input are not looked at.
struct HookEvent {
  /// The agent to which Claude Code's usage counts where nothing else is said.
  static let agent = "claude-code"

  private let name: String
  private let tool: String?
  private let session: String?
  /// The log of the session.
  let transcript: String?

  /// Reads the hook's input; nil when it is no JSON object that names its event.
  init?(_ input: [UInt8]?) {
    guard let input else { return nil }
    do {
      guard let object = try JSONParser.parse(input).object, let name = object["hook_event_name"]?.string
      else { return nil }
      self.name = name
      tool = object["tool_name"]?.string
      session = object["session_id"]?.string
      transcript = object["transcript_path"]?.string
    } catch {
      return nil
    }
  }

  /// Whether a person has just asked for something.
  var isPrompt: Bool { name == "UserPromptSubmit" }

  /// Whether a turn, an agent or the session has just ended, so that its log is as long as it gets.
  var endsTurn: Bool { ["Stop", "SubagentStop", "SessionEnd"].contains(name) }

  /// Whether the event comes before work that can be stopped.
  ///
  /// At other events a denial would do harm: at `Stop` it makes the agent go on. Whoever is over the limit may
  /// still record what was spent and ask why.
  var canBeStopped: Bool { isPrompt || (name == "PreToolUse" && !callsThisLedger) }

  private var callsThisLedger: Bool {
    guard let tool, tool.hasPrefix("mcp__") else { return false }
    return LedgerService.toolNames.contains { tool.hasSuffix("__" + $0) }
  }

  /// Returns the call that is planned: what the options say of it, and what they leave open as the hook says.
  func call(_ given: PlannedCallWords) -> PlannedCallWords {
    var call = given
    if call.names[.agent] == nil { call.names[.agent] = Self.agent }
    if let session, session.count <= 256, call.names[.sessionID] == nil { call.names[.sessionID] = session }
    return call
  }

  /// Returns what makes Claude Code show a message to the person, and nothing to the model.
  static func message(_ text: String) -> String { JSONWriter.string(["systemMessage": .string(text)]) }
}
