import JSON

/// A request whose rules are known.
struct Request: Sendable {
  /// What it is answered under.
  let id: RequestID
  /// What is asked.
  let method: Method
  /// With what; empty when there was nothing.
  let params: JSONObject
  /// By which rules.
  let era: Era
}

/// What a line, or an element of an array of messages, turned out to be.
enum Arrival: Sendable {
  /// A request to be answered.
  case request(Request)
  /// Something to be answered with an error; without an id when none could be read.
  case refused(Refusal, RequestID?)
  /// The wish that a request be dropped.
  case cancellation(RequestID)
  /// A notification or a response that asks for nothing.
  case ignored
  /// An array of messages, to be answered with one array.
  case batch([Arrival])
}
