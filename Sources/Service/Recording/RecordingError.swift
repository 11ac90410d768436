/// Why a call cannot be recorded as it was reported.
package enum RecordingError: Error {
  /// Neither the reporter nor the provider's object names the model.
  case modelMissing
  /// Nothing was counted, and nothing says why.
  case nothingCounted
  /// One of several calls was refused for this reason, and none was recorded.
  case refused(index: Int, reason: any Error)
}
