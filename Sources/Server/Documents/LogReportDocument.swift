import AgentLogs
package import JSON
package import Service

extension LogReport {
  /// What has become of logs, in all and by source.
  package var document: JSONObject {
    var object = total.object
    let sources = bySource.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.object($0.value.object)) }
    var bySource = JSONObject()
    for (name, tally) in sources { bySource.append(name, tally) }
    object.append("sources", .object(bySource))
    if !faults.isEmpty { object.append("faults", .array(faults.map { .string(LogSentences.message($0)) })) }
    return object
  }
}

extension LogTally {
  fileprivate var object: JSONObject {
    var reasons = JSONObject()
    for (reason, count) in skipped.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      reasons.append(reason.rawValue, Answer.integer(Int64(count)))
    }
    return [
      "added": Answer.integer(Int64(added)), "updated": Answer.integer(Int64(updated)),
      "repeated": Answer.integer(Int64(repeated)), "skipped": .object(reasons),
    ]
  }
}
