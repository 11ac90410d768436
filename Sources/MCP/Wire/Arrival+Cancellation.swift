extension [Arrival] {
  /// The messages without the requests whose cancellation follows in the same read: none of them has started.
  var withoutCancelled: [Arrival] {
    var cancelled: Set<RequestID> = []
    return without(&cancelled)
  }

  /// Walks backwards, so that a cancellation meets only what was sent before it.
  private func without(_ cancelled: inout Set<RequestID>) -> [Arrival] {
    var kept: [Arrival] = []
    kept.reserveCapacity(count)
    for arrival in reversed() {
      switch arrival {
      case .cancellation(let id): cancelled.insert(id)
      // `initialize` must not be cancelled.
      case .request(let request) where request.method != .initialize && cancelled.contains(request.id):
        continue
      case .batch(let elements):
        kept.append(.batch(elements.without(&cancelled)))
        continue
      default: break
      }
      kept.append(arrival)
    }
    return kept.reversed()
  }
}
