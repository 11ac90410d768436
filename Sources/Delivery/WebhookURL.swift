/// Where messages go: an https address, or an http one on this machine.
///
/// Its path and query are a secret: whoever knows them can post. Only ``origin`` may be shown.
package struct WebhookURL: Sendable, Hashable {
  /// The whole address, secret included.
  package let text: String
  /// Scheme, host and port, such as `https://hooks.slack.com`.
  package let origin: String
  /// The host, in lower case; an IPv6 address in brackets.
  package let host: String

  /// Reads an address.
  ///
  /// - Throws: ``WebhookURLFault``, which holds nothing of the text.
  package init(_ text: String) throws(WebhookURLFault) {
    guard text.utf8.allSatisfy(Self.isAllowed), !text.contains("#") else { throw .notAnAddress }
    guard let end = text.range(ofScheme: "https://") ?? text.range(ofScheme: "http://") else {
      throw .schemeNotAllowed
    }
    let authority = text[end...].prefix { $0 != "/" && $0 != "?" }
    guard let (host, port) = Self.parts(of: authority.lowercased()) else { throw .notAnAddress }
    let isEncrypted = text.utf8.count > 5 && text.prefix(5).lowercased() == "https"
    guard isEncrypted || Self.isLoopback(host) else { throw .notEncrypted }
    self.text = text
    self.host = host
    origin = (isEncrypted ? "https://" : "http://") + host + (port.isEmpty ? "" : ":" + port)
  }

  /// What RFC 3986 allows in an address; without the backslash, which some readers take for a slash.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~:/?[]!$&'()*+,;=%#@".utf8.contains(byte)
    }
  }

  /// Host and port, or nil; a user's name before the host is refused, as it can pass for one.
  private static func parts(of authority: String) -> (host: String, port: String)? {
    let host: Substring
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority[...end]
      guard host.dropFirst().dropLast().utf8.allSatisfy(isAddressByte), host.utf8.count > 2 else { return nil }
    } else {
      host = authority.prefix { $0 != ":" }
      guard !host.isEmpty, host.utf8.allSatisfy(isNameByte) else { return nil }
    }
    let rest = authority[host.endIndex...]
    guard !rest.isEmpty else { return (String(host), "") }
    let port = rest.dropFirst()
    guard rest.hasPrefix(":"), port.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(port), (1...65_535).contains(number)
    else { return nil }
    return (String(host), String(number))
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 46
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    (97...102).contains(byte) || (48...58).contains(byte) || byte == 46
  }

  /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or ::1, in their plain spelling.
  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil && $0.count <= 3 }
  }
}

/// Why a text is no address for messages.
package enum WebhookURLFault: Error, Hashable {
  /// It is not an address with a host.
  case notAnAddress
  /// It begins neither with `https://` nor with `http://`.
  case schemeNotAllowed
  /// It is `http://` and leads to another machine.
  case notEncrypted
}

extension WebhookURLFault {
  /// What is accepted, in words that follow "give".
  package var wanted: String {
    switch self {
    case .notAnAddress: "an address such as https://hooks.slack.com/services/..., without spaces, user name or fragment"
    case .schemeNotAllowed: "an address that begins with https://"
    case .notEncrypted:
      "an address that begins with https://; http:// is accepted for this machine only, such as http://127.0.0.1:8080/"
    }
  }
}

extension String {
  /// Returns where the text behind a scheme begins, or nil where it begins with another.
  fileprivate func range(ofScheme scheme: String) -> Index? {
    guard utf8.count > scheme.utf8.count else { return nil }
    let end = utf8.index(startIndex, offsetBy: scheme.utf8.count)
    return self[..<end].lowercased() == scheme ? end : nil
  }
}
