/// A JSON text as a value: integers and decimals exact, members in their order.
package enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
}
