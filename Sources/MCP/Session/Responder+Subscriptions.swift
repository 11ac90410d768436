import JSON

extension Responder {
  /// Returns the resource that a request subscribes to.
  func subscribedURI(_ request: Request) throws(Refusal) -> String {
    let uri = try unsubscribedURI(request)
    guard server.knows(uri) else { throw notFound(uri, request) }
    return uri
  }

  /// Returns the resource that a request names, known or not.
  func unsubscribedURI(_ request: Request) throws(Refusal) -> String {
    guard let uri = request.params["uri"]?.string else { throw .invalidParams("`uri` must be a string.") }
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
    guard let values = asked.array, values.allSatisfy({ $0.string != nil }) else {
      throw .invalidParams("`resourceSubscriptions` must be an array of strings.")
    }
    var uris: [String] = []
    for uri in values.compactMap(\.string) where server.knows(uri) && !uris.contains(uri) { uris.append(uri) }
    return uris
  }
}
