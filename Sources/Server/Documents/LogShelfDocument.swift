import AgentLogs
import CivilTime
package import JSON
package import Service

extension LogShelf {
  /// What was found of a program's logs.
  package var document: JSONObject {
    var object: JSONObject = [
      "source": .string(name), "folders": .array(folders.map(JSONValue.string)),
      "files": Answer.integer(Int64(files)), "files_read": Answer.integer(Int64(filesRead)),
      "bytes": Answer.integer(bytes), "calls": Answer.integer(calls),
    ]
    if let lastRead { object.append("last_read", .string(lastRead.rfc3339(in: .utc))) }
    if !faults.isEmpty { object.append("faults", .array(faults.map { .string(LogSentences.message($0)) })) }
    return object
  }
}
