import CivilTime
import JSON
import Ledger
import Pricing

extension NamedRow {
  /// The most bytes of `metadata` that a record keeps.
  private static let largestMetadata = 4_096

  /// Returns the facts of a call, as far as the row tells them.
  func facts(source: String, model: String, usage: Usage, at time: Instant) -> CallFacts {
    var facts = CallFacts(
      userID: text("userid", "user", "username", "useremail") ?? "", source: source, model: model, usage: usage,
      timestamp: time)
    facts.sessionID = text("sessionid", "conversationid", "threadid", "session") ?? ""
    facts.projectID = text("projectid", "project", "projectname") ?? ""
    facts.agent = text("agent", "agentname") ?? ""
    facts.mode = text("mode") ?? ""
    facts.operation = text("operation", "operationname") ?? ""
    facts.provider = provider ?? ""
    facts.serviceTier = Self.tier(text("servicetier"))
    facts.region = text("region") ?? ""
    for (name, option) in [("imagequality", "quality"), ("imagesize", "size")] {
      if let value = text(name) { facts.options[option] = value }
    }
    facts.status = status
    facts.reportedCost = cost ?? reportedAmount
    facts.durationMilliseconds = count("durationms", "latencyms")
    facts.messageID = text("messageid")
    facts.toolCalls = toolCalls
    facts.metadata = metadata
    return facts
  }

  /// A tier as records have it: in small letters, and empty for standard service.
  static func tier(_ name: String?) -> String {
    guard let name = name?.lowercased(), !["standard", "default", "auto"].contains(name) else { return "" }
    return name
  }

  private var status: RecordStatus {
    switch text("status")?.lowercased() {
    case "failed", "failure", "error", "errored": .failed
    case "partial", "incomplete", "cancelled", "canceled", "aborted", "interrupted", "in_progress": .partial
    default: .complete
    }
  }

  /// The amount of a record of this program that its provider had reported.
  private var reportedAmount: Money? {
    guard let cost = json("cost")?.object else { return nil }
    return ["reported", nil].contains(cost["kind"]?.string) ? cost.dollars("amount", "total_cost") : nil
  }

  /// The tools' names: a list of texts, or of objects with a name as providers have them, or a text with commas.
  private var toolCalls: [String] {
    if let text = self["toolcalls"]?.string, !text.hasPrefix("[") {
      return text.split { $0 == "," || $0 == ";" }.map { String($0).trimmed }.filter { !$0.isEmpty }
    }
    let calls = json("toolcalls")?.array ?? []
    let names = calls.compactMap { call in
      call.string ?? call.object?.text("name") ?? call.object?.object("function")?.text("name")
    }
    return names.prefix(256).filter { !$0.isEmpty && $0.utf8.count <= 256 }
  }

  private var metadata: String? {
    guard let object = json("metadata")?.object, !object.isEmpty else { return nil }
    let text = JSONWriter.string(.object(object))
    return text.utf8.count <= Self.largestMetadata ? text : nil
  }
}
