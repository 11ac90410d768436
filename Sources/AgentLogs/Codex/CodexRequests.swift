import CivilTime
import JSON

/// The responses that newer versions note one by one, besides the counts.
///
/// Most of them are in the counts that follow. A compaction by the server is not: it is a call of its own once a
/// `compacted` line names it.
struct CodexRequests {
  /// A response that no counts have answered yet.
  struct Request: Hashable {
    let id: String
    let usage: CodexCounts
    /// The thread's cumulative total with it.
    let total: CodexCounts?
    let time: Int64
    let model: String?
  }

  /// How many are kept in mind: a compaction is named in the next line or the one after the counts.
  private static let most = 4

  private var open: [Request] = []
  /// The compaction whose response has not come yet.
  private var compaction: String?

  init() {}

  /// Takes a response; returns it where a compaction that was named before is it.
  mutating func take(_ request: Request) -> Request? {
    if compaction == request.id {
      compaction = nil
      return request
    }
    open.removeAll { $0.id == request.id }
    open = open.suffix(Self.most - 1) + [request]
    return nil
  }

  /// Returns the id of the last response where these counts are its own.
  mutating func answer(_ usage: CodexCounts, total: CodexCounts?) -> String? {
    guard let last = open.last, last.usage == usage || (total != nil && last.total == total) else { return nil }
    open.removeLast()
    return last.id
  }

  /// Returns the response by which the history was compacted, where the counts do not hold it.
  mutating func compacted(by id: String) -> Request? {
    guard let place = open.firstIndex(where: { $0.id == id }) else {
      compaction = id
      return nil
    }
    return open.remove(at: place)
  }
}

extension CodexRequests {
  /// Reads back ``memory``.
  init(_ memory: JSONObject?) {
    compaction = memory?.text("compaction")
    open = memory?["open"]?.array?.compactMap { $0.object.flatMap(Request.init) } ?? []
  }

  /// What is needed to go on.
  var memory: JSONValue {
    .object(of: [
      "compaction": compaction.map(JSONValue.string), "open": open.isEmpty ? nil : .array(open.map(\.memory)),
    ])
  }
}

extension CodexRequests.Request {
  /// Reads a `token_usage_record` line; nil without an id, counts or a time.
  init?(_ line: CodexLine, model: String?) {
    guard let id = line.payload.name("response_id"), let usage = CodexCounts(line.payload.object("usage")),
      !usage.isEmpty, let time = line.time
    else { return nil }
    self.init(
      id: id, usage: usage, total: CodexCounts(line.payload.object("thread_token_usage")), time: time.milliseconds,
      model: model)
  }

  fileprivate init?(_ memory: JSONObject) {
    guard let id = memory.text("id"), let usage = CodexCounts(text: memory.text("usage")),
      let time = memory["time"]?.number?.int64
    else { return nil }
    self.init(
      id: id, usage: usage, total: CodexCounts(text: memory.text("total")), time: time, model: memory.text("model"))
  }

  fileprivate var memory: JSONValue {
    .object(of: [
      "id": .string(id), "usage": .string(usage.text), "total": total.map { .string($0.text) },
      "time": .number(JSONNumber(time)), "model": model.map(JSONValue.string),
    ])
  }
}
