/// Who wants to know which resources have changed.
struct Subscriptions {
  /// How many resources are watched at most, and how many streams are open: each is told of each change.
  private static let most = 1_000

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
  mutating func open(_ id: RequestID, _ uris: [String]) throws(Refusal) {
    guard streams.count < Self.most else {
      throw .invalidRequest("\(Self.most) streams are open; cancel one of them first.")
    }
    try makeRoom(for: uris.count)
    streams.append(Stream(id: id, uris: uris))
  }

  /// Closes a stream, if it is open.
  mutating func close(_ id: RequestID) { streams.removeAll { $0.id == id } }

  /// Closes all streams.
  mutating func closeAll() { streams = [] }

  /// Adds a resource for clients of older revisions.
  mutating func add(_ uri: String) throws(Refusal) {
    guard !uris.contains(uri) else { return }
    try makeRoom(for: 1)
    uris.append(uri)
  }

  /// Removes a resource for clients of older revisions.
  mutating func remove(_ uri: String) { uris.removeAll { $0 == uri } }

  private func makeRoom(for count: Int) throws(Refusal) {
    guard streams.reduce(uris.count + count, { $0 + $1.uris.count }) <= Self.most else {
      throw .invalidRequest("At most \(Self.most) resources are watched at a time.")
    }
  }

  /// Returns each awaited notice of a change: the resource, and the stream or nil for older revisions.
  func notices(where hasChanged: (String) -> Bool) -> [(uri: String, id: RequestID?)] {
    uris.filter(hasChanged).map { ($0, nil) }
      + streams.flatMap { stream in stream.uris.filter(hasChanged).map { ($0, stream.id) } }
  }
}
