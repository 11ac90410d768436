import Ingest
import JSON
import Pricing

/// Returns the object that a JSON text holds.
func object(_ json: String) throws -> JSONObject {
  let value = try JSONParser.parse(Array(json.utf8))
  return value.object ?? [:]
}

/// Returns the calls that a JSON text states.
func calls(_ json: String, provider: String? = nil, model: String? = nil) throws -> [ObservedCall] {
  try UsageObject.read(try object(json), provider: provider, model: model)
}

/// Returns the only call that a JSON text states, or an error when there are several.
func call(_ json: String, provider: String? = nil, model: String? = nil) throws -> ObservedCall {
  let calls = try calls(json, provider: provider, model: model)
  guard calls.count == 1 else { throw SeveralCalls(count: calls.count) }
  return calls[0]
}

/// More calls, or fewer, than the one that was expected.
struct SeveralCalls: Error { let count: Int }

/// Returns why a JSON text is refused; nil when it is not.
func refusal(_ json: String) throws -> IngestError? {
  let object = try object(json)
  do throws(IngestError) { _ = try UsageObject.read(object) } catch { return error }
  return nil
}

/// Returns the quantities of a usage by their names, zeros included.
func quantities(_ usage: Usage) -> [String: Int64] {
  Dictionary(uniqueKeysWithValues: usage.entries.map { ($0.meter.name, $0.quantity) })
}
