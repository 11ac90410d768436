import JSON

/// Questions whose clients have asked for progress: they wait for work that makes their answers complete, for a while.
struct WaitingRequests {
  /// For how long a question waits, in milliseconds: hosts give up after a minute.
  private static let patience: Int64 = 10_000
  /// How often its client is told, in milliseconds.
  private static let pause: Int64 = 100
  /// How many wait at most; further ones are answered at once.
  private static let most = 100

  private struct Waiting {
    let request: Request
    let token: RequestID
    let end: Int64
    var toldAt: Int64?
    var told: Int64?
  }

  private let backlog: (any Backlog)?
  private var requests: [Waiting] = []
  /// True once nobody is to wait any more.
  private var hasEnded = false

  /// Creates the list of those who wait for `backlog`.
  init(for backlog: (any Backlog)?) { self.backlog = backlog }

  /// True when nobody waits.
  var isEmpty: Bool { requests.isEmpty }

  /// Returns whether the request under `id` waits.
  func contains(_ id: RequestID) -> Bool { !requests.isEmpty && requests.contains { $0.request.id == id } }

  /// Lets a request wait, if its client has asked for progress and there is something to wait for.
  ///
  /// - Returns: Whether it waits.
  mutating func add(_ request: Request, at now: Int64) -> Bool {
    guard let backlog, !hasEnded, requests.count < Self.most, let token = request.progressToken,
      concerns(request, backlog), backlog.progress != nil
    else { return false }
    requests.append(Waiting(request: request, token: token, end: now + Self.patience))
    return true
  }

  /// Returns what those who wait are to be told, and takes out those who have waited enough.
  mutating func look(at now: Int64, _ writer: FrameWriter) -> (notices: [[UInt8]], ready: [Request]) {
    guard let progress = backlog?.progress else { return ([], end()) }
    let ready = requests.filter { $0.end <= now }.map(\.request)
    requests.removeAll { $0.end <= now }
    var notices: [[UInt8]] = []
    for index in requests.indices {
      let waiting = requests[index]
      // It must grow from one notice to the next.
      guard progress.done > waiting.told ?? -1, now - (waiting.toldAt ?? .min / 2) >= Self.pause else { continue }
      notices.append(writer.progress(progress, of: waiting.request, waiting.token))
      requests[index].told = progress.done
      requests[index].toldAt = now
    }
    return (notices, ready)
  }

  /// Drops requests.
  mutating func drop(_ ids: Set<RequestID>) { requests.removeAll { ids.contains($0.request.id) } }

  /// Takes out all; nobody waits from now on where `forGood`.
  mutating func end(forGood: Bool = false) -> [Request] {
    defer { requests = [] }
    hasEnded = hasEnded || forGood
    return requests.map(\.request)
  }

  private func concerns(_ request: Request, _ backlog: any Backlog) -> Bool {
    switch request.method {
    case .callTool: request.params["name"]?.string.map(backlog.concerns(tool:)) ?? false
    case .readResource: request.params["uri"]?.string.map(backlog.concerns(resource:)) ?? false
    default: false
    }
  }
}

extension Request {
  /// What its client wants to be told of its progress under; nil where it does not.
  fileprivate var progressToken: RequestID? { params["_meta"]?.object.flatMap { RequestID($0["progressToken"]) } }
}
