extension Arrival {
  /// Whether the message cancels another, or holds one that does.
  var cancels: Bool {
    switch self {
    case .cancellation: true
    case .batch(let elements): elements.contains(where: \.cancels)
    case .request, .refused, .ignored: false
    }
  }

  /// Returns what is left of a message after the cancellations that follow it; nil where it is to be dropped.
  ///
  /// - Parameter cancelled: What is cancelled by later messages, to which this one adds.
  func left(after cancelled: inout Set<RequestID>) -> Arrival? {
    switch self {
    case .cancellation(let id):
      cancelled.insert(id)
      return self
    // `initialize` must not be cancelled.
    case .request(let request) where request.method != .initialize && cancelled.contains(request.id): return nil
    case .batch(let elements):
      var kept: [Arrival] = []
      for element in elements.reversed() { if let left = element.left(after: &cancelled) { kept.append(left) } }
      return .batch(kept.reversed())
    case .request, .refused, .ignored: return self
    }
  }
}
