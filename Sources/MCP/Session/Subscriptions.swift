/// Who wants to know which resources have changed.
struct Subscriptions {
  private struct Stream {
    let id: RequestID
    let uris: [String]
  }

  /// The open requests of 2026-07-28, the oldest first.
  private var streams: [Stream] = []
  /// What clients of older revisions subscribed to.
  private var uris: [String] = []

  /// The open requests, the oldest first.
  var openIDs: [RequestID] { streams.map(\.id) }
  /// True when a change of some resource is awaited.
  var areAwaited: Bool { !uris.isEmpty || streams.contains { !$0.uris.isEmpty } }

  /// Returns true when a request is open under `id`.
  func isOpen(_ id: RequestID) -> Bool { streams.contains { $0.id == id } }

  /// Opens a stream.
  mutating func open(_ id: RequestID, _ uris: [String]) { streams.append(Stream(id: id, uris: uris)) }

  /// Closes a stream, if it is open.
  mutating func close(_ id: RequestID) { streams.removeAll { $0.id == id } }

  /// Closes all streams.
  mutating func closeAll() { streams = [] }

  /// Adds a resource for clients of older revisions.
  mutating func add(_ uri: String) { if !uris.contains(uri) { uris.append(uri) } }

  /// Removes a resource for clients of older revisions.
  mutating func remove(_ uri: String) { uris.removeAll { $0 == uri } }

  /// Returns each awaited notice of a change: the resource, and the stream or nil for older revisions.
  func notices(where hasChanged: (String) -> Bool) -> [(uri: String, id: RequestID?)] {
    uris.filter(hasChanged).map { ($0, nil) }
      + streams.flatMap { stream in stream.uris.filter(hasChanged).map { ($0, stream.id) } }
  }
}
