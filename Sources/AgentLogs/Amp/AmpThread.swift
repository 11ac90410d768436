import CivilTime
import JSON
import Ledger

/// A thread of Amp.
///
/// Older versions keep a ledger of calls beside the messages, newer ones only the usage of each message. Where there is
/// a ledger, a message counts by itself only if no event of the ledger names it and it is younger than all of them.
struct AmpThread {
  private let file: LogFile
  private let id: String
  private let created: Instant?
  private let folder: AmpFolder
  private let events: [JSONObject]
  /// The usage of messages, with the id of each where it has one.
  private let messages: [(id: String?, usage: JSONObject)]

  /// Takes the wanted members of a document.
  init(_ document: JSONObject, of file: LogFile) {
    self.file = file
    id = document.text("id") ?? String(file.name.dropLast(".json".count))
    created = document.instant("created")
    folder = AmpFolder(document)
    events = document.object("usageLedger")?["events"]?.array?.compactMap(\.object) ?? []
    messages = (document["messages"]?.array ?? []).compactMap { value in
      guard let message = value.object, message.text("role") == "assistant", let usage = message.object("usage")
      else { return nil }
      return (Self.messageID(message["messageId"]), usage)
    }
  }

  /// Adds all calls of the thread.
  func read(into findings: inout LogFindings) {
    let named = Dictionary(grouping: events) { Self.messageID($0["toMessageId"]) ?? "" }
    var withCache: Set<String> = []
    for event in events {
      let target = Self.messageID(event["toMessageId"])
      // What a message read from the cache is counted with the first event that names it.
      let cache = target.flatMap { withCache.insert($0).inserted ? usage(of: $0) : nil }
      var names = event.text("id").map { ["\(id) event \($0)"] } ?? []
      if let target, named[target]?.count == 1 { names.append("\(id) message \(target)") }
      add(Self.counts(of: event, cache), of: event, named: names, &findings)
    }
    let last = events.compactMap { $0.instant("timestamp") }.max()
    for message in messages where message.id.map({ named[$0] == nil }) ?? true {
      guard events.isEmpty || isLater(message.usage, than: last) else { continue }
      let names = message.id.map { ["\(id) message \($0)"] } ?? []
      add(Self.counts(of: message.usage), of: message.usage, named: names, &findings)
    }
  }

  private func isLater(_ usage: JSONObject, than last: Instant?) -> Bool {
    guard let last, let time = usage.instant("timestamp") else { return false }
    return time > last
  }

  private func usage(of message: String) -> JSONObject? { messages.first { $0.id == message }?.usage }

  private func add(
    _ counts: LogTokens, of report: JSONObject, named names: [String], _ findings: inout LogFindings
  ) {
    guard !counts.isEmpty else { return findings.skip(.empty) }
    let time = report.instant("timestamp") ?? created ?? file.modified
    let model = report.text("model") ?? "unknown"
    var facts = CallFacts(userID: "", source: "amp", model: model, usage: counts.usage, timestamp: time)
    facts.sessionID = id
    facts.agent = "amp"
    // Credits are Amp's own money, not dollars.
    if let credits = report["credits"], credits.number != nil {
      facts.metadata = JSONWriter.string(.object(["credits": credits]))
    }
    let names = names.isEmpty ? ["\(id) \(time.milliseconds) \(model) \(counts.total)"] : names
    var call = LoggedCall(facts: facts, keys: names.map { RecordKey(namespace: "amp", id: $0) })
    call.folder = folder.path
    call.branch = folder.branch
    findings.add(call)
  }

  /// Returns the counts of a message, whose classes are disjoint.
  private static func counts(of usage: JSONObject) -> LogTokens {
    var counts = LogTokens()
    counts.input = usage.count("inputTokens", "input")
    counts.output = usage.count("outputTokens", "output")
    counts.cacheRead = usage.count("cacheReadInputTokens")
    counts.cacheWrite = usage.count("cacheCreationInputTokens")
    return counts
  }

  /// Returns the counts of an event: its own cache counts, or those of its message.
  private static func counts(of event: JSONObject, _ message: JSONObject?) -> LogTokens {
    guard let tokens = event.object("tokens") else { return LogTokens() }
    var counts = counts(of: tokens)
    if let message, counts.cacheRead == 0, counts.cacheWrite == 0 {
      counts.cacheRead = message.count("cacheReadInputTokens")
      counts.cacheWrite = message.count("cacheCreationInputTokens")
    }
    return counts
  }

  /// Returns the id of a message, which is a number or a text; nil for none.
  private static func messageID(_ value: JSONValue?) -> String? {
    guard let id = value?.string ?? value?.number?.lexeme else { return nil }
    return id.isEmpty ? nil : id
  }
}
