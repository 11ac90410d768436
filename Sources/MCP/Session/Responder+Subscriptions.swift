import JSON

extension Responder {
  /// How many bytes the URI of a subscription may have; it is kept.
  private static let longestURI = 1_000
  /// How many URIs a stream may have.
  private static let mostURIs = 1_000

  /// Returns the resource that a request subscribes to.
  func subscribedURI(_ request: Request) throws(Refusal) -> String {
    let uri = try unsubscribedURI(request)
    guard server.knows(uri) else { throw notFound(uri, request) }
    return uri
  }

  /// Returns the resource that a request names, known or not.
  func unsubscribedURI(_ request: Request) throws(Refusal) -> String {
    guard let uri = request.params["uri"]?.string else { throw .invalidParams("`uri` must be a string.") }
    guard uri.utf8.count <= Self.longestURI else {
      throw .invalidParams("`uri` must have at most \(Self.longestURI) bytes.")
    }
    return uri
  }

  /// Returns those of the resources that a stream asks for which exist, or nil when it asks for none.
  ///
  /// The lists never change, so nothing else that can be asked for is honoured.
  func listenedURIs(_ request: Request) throws(Refusal) -> [String]? {
    guard let filter = request.params["notifications"]?.object else {
      throw .invalidParams("`notifications` must be an object.")
    }
    guard let asked = filter["resourceSubscriptions"] else { return nil }
    guard let values = asked.array, values.allSatisfy({ $0.string != nil }), values.count <= Self.mostURIs else {
      throw .invalidParams("`resourceSubscriptions` must be an array of at most \(Self.mostURIs) strings.")
    }
    var uris: [String] = []
    for uri in values.compactMap(\.string)
    where uri.utf8.count <= Self.longestURI && !uris.contains(uri) && server.knows(uri) { uris.append(uri) }
    return uris
  }
}
