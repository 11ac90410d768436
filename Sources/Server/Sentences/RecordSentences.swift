import Ingest
import JSON
import Service

extension RecordArgumentError: Worded {
  package var sentence: String {
    switch self {
    case .modelMissing:
      "Argument `model` is missing. Name the model, or pass the provider's whole response body as `usage`."
    case .usageAndCount(let name): "Give either `usage` or counts such as `\(name.rawValue)`, not both."
    case .noTime(let text):
      "Argument `timestamp`: \"\(text)\" is no RFC 3339 time. Write it as 2026-11-21T09:30:00Z or with an offset such as +09:00."
    case .costOutOfRange(let number):
      "Argument `cost_usd`: \(Arguments.shown(number)) must lie between 0 and 1,000,000 US dollars."
    case .metadataTooLarge(let bytes):
      "Argument `metadata` has \(bytes) bytes of JSON; at most \(UsageDraft.largestMetadata) are kept. Shorten it and call again."
    case .memberOfEachCall(let name):
      "`\(name)` cannot be given together with `calls`; only dimensions such as session_id can. Put it into each call."
    case .call(let index, let reason): RecordSentences.refusal(ofCall: index, reason.sentence)
    }
  }
}

extension RecordingError: Worded {
  package var sentence: String {
    switch self {
    case .modelMissing: "Argument `model` is missing, and the usage object does not name one. Give it."
    case .nothingCounted: IngestSentences.nothing
    case .refused(let index, let reason): RecordSentences.refusal(ofCall: index, reason.words)
    }
  }
}

extension RecordWarning {
  /// What the reporter reads of it.
  var sentence: String {
    switch self {
    case .zeroBillIgnored(let model):
      "cost_usd 0 was taken as not given, as the price of \(model) is above zero. A bill of zero counts where the provider's own object, passed as `usage`, states it."
    case .cacheTakenAsInput:
      "input_tokens was taken to include the cached tokens. Anthropic and Bedrock report input_tokens without them: pass the provider's object as `usage` and the conversion is made for you."
    case .reservationNotOpen(let name):
      "There is no open reservation \"\(name)\": it was settled, released, or its time was up. The call was recorded all the same."
    case .price(let warning): warning.sentence
    case .otherModel(let recorded, let reported):
      "This id was recorded before for model \"\(recorded)\" and now for \"\(reported)\"; it counts as one call. Use a new request_id for each call."
    case .archived:
      "This call was recorded before, and its record is archived: it counts as it was then, and this report was not counted."
    }
  }
}

extension LimitAttention {
  /// What the reporter reads of limits whose level has risen, or that could not be read.
  func sentences(_ service: LedgerService) -> [String] {
    var sentences = alerts.map { AlertSentences.text($0, in: service.defaultZone, for: service.identity) }
    if let fault { sentences.append("The call was recorded, but the limits could not be read. \(fault.words)") }
    return sentences
  }
}

private enum RecordSentences {
  static func refusal(ofCall index: Int, _ reason: String) -> String {
    "`calls.\(index)`: \(reason) Nothing was recorded."
  }
}
