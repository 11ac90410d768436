import JSON

/// The codes of errors that a request is answered with.
enum ErrorCode: Int64, Sendable {
  case parseError = -32700
  case invalidRequest = -32600
  case methodNotFound = -32601
  case invalidParams = -32602
  case internalError = -32603
  /// Revisions before 2026-07-28 only; there it is ``invalidParams``.
  case resourceNotFound = -32002
  case unsupportedVersion = -32022
}

/// Why a message is answered with an error.
struct Refusal: Error, Hashable {
  /// The kind of error.
  let code: ErrorCode
  /// One sentence that says what to do.
  let message: String
  /// Facts for programs; left out when empty.
  var data: JSONObject = [:]

  /// Returns the refusal of a request with wrong parameters.
  static func invalidParams(_ message: String) -> Refusal {
    Refusal(code: .invalidParams, message: message)
  }

  /// Returns the refusal of something that is no request.
  static func invalidRequest(_ message: String) -> Refusal {
    Refusal(code: .invalidRequest, message: message)
  }

  /// The refusal of a request whose id is no id.
  static let wrongID = invalidRequest(
    "`id` must be a string or an integer, of at most \(RequestID.mostBytes) bytes.")

  /// The refusal of a message of an array whose answers are long enough.
  static let longArray = Refusal(
    code: .invalidRequest, message: "The array's answers are as long as clients accept; send this message once more.")

  /// The refusal of what failed through no fault of the caller; the reason goes to standard error.
  static let internalError = Refusal(
    code: .internalError, message: "The server failed to answer; its standard error says why.")
}
