import JSON

extension Request {
  /// Who sends it, where it says so: `initialize`, and each request of 2026-07-28.
  var client: ClientInfo? {
    switch era {
    case .modern: client(params["_meta"]?.object?[MetaKey.clientInfo], ProtocolVersion.modern)
    case .legacy(let version): method == .initialize ? client(params["clientInfo"], version) : nil
    }
  }

  private func client(_ value: JSONValue?, _ version: ProtocolVersion) -> ClientInfo {
    let info = value?.object ?? [:]
    return ClientInfo(
      name: info["name"]?.string ?? "", version: info["version"]?.string ?? "", revision: version.rawValue)
  }
}
