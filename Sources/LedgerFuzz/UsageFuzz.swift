import Ingest
import JSON
import Pricing

/// The readers of providers' usage objects: what is read is a call with quantities that can be, however it is written.
enum UsageFuzz {
  static func read(_ bytes: [UInt8]) {
    guard let object = JSONFuzz.parsed(bytes)?.object, let calls = calls(of: object) else { return }
    precondition(!calls.isEmpty, "an answer without a call")
    for entry in calls.flatMap(\.usage.entries) {
      precondition(0...IngestError.largestQuantity ~= entry.quantity, "a quantity that no call can have")
    }
    let written = JSONFuzz.parsed(JSONWriter.bytes(.object(object)))?.object
    precondition(written.flatMap { Self.calls(of: $0) } == calls, "what was written reads as other calls")
  }

  private static func calls(of object: JSONObject) -> [ObservedCall]? {
    do { return try UsageObject.read(object) } catch { return nil }
  }
}
