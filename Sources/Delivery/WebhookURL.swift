/// Where messages go: an https address, or an http one on this machine.
///
/// Its path and query are a secret: whoever knows them can post. Only ``origin`` may be shown.
package struct WebhookURL: Sendable, Hashable {
  /// The whole address, secret included; its scheme in lower case, as URLSession wants it.
  package let text: String
  /// Scheme, host and port, such as `https://hooks.slack.com`.
  package let origin: String
  /// The host, in lower case.
  package let host: String
  /// Whether messages stay on this machine.
  package var isOnThisMachine: Bool { Self.isLoopback(host) }

  /// The longest address, in bytes.
  private static let longest = 2_048
  /// The longest name of a host and of its parts, in bytes (RFC 1035, 2.3.4).
  private static let longestName = 253
  private static let longestLabel = 63

  /// Reads an address.
  ///
  /// - Throws: ``WebhookURLFault``, which holds nothing of the text.
  package init(_ text: String) throws(WebhookURLFault) {
    guard text.utf8.count <= Self.longest else { throw .tooLong }
    guard text.utf8.allSatisfy(Self.isAllowed), !text.contains("#") else { throw .notAnAddress }
    guard let end = text.range(ofScheme: "https://") ?? text.range(ofScheme: "http://") else {
      throw .schemeNotAllowed
    }
    let authority = text[end...].prefix { $0 != "/" && $0 != "?" }
    // URLSession on Linux reaches none.
    guard !authority.hasPrefix("[") else { throw .version6 }
    guard let (host, port) = Self.parts(of: authority.lowercased()) else { throw .notAnAddress }
    let isEncrypted = text.utf8.count > 5 && text.prefix(5).lowercased() == "https"
    guard isEncrypted || Self.isLoopback(host) else { throw .notEncrypted }
    let scheme = isEncrypted ? "https://" : "http://"
    self.text = scheme + text[end...]
    self.host = host
    origin = scheme + host + (port.isEmpty ? "" : ":" + port)
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
    let host = authority.prefix { $0 != ":" }
    guard isName(host) else { return nil }
    let rest = authority[host.endIndex...]
    guard !rest.isEmpty else { return (String(host), "") }
    let port = rest.dropFirst()
    guard rest.hasPrefix(":"), port.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(port), (1...65_535).contains(number)
    else { return nil }
    return (String(host), String(number))
  }

  /// Whether a text is the name of a host, or an address of IPv4 in its plain spelling.
  private static func isName(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard host.utf8.count <= longestName, labels.allSatisfy(isLabel) else { return false }
    // A last part of digits alone makes it an address, and most readers take half of one for another.
    return labels.last?.utf8.allSatisfy(isDigit) == false || isVersion4(host)
  }

  private static func isLabel(_ label: Substring) -> Bool {
    (1...longestLabel).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
      && label.utf8.allSatisfy { (97...122).contains($0) || isDigit($0) || $0 == 45 }
  }

  private static func isVersion4(_ host: Substring) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0).map(String.init) ?? "" == $0 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Whether the host is this machine: `localhost` or 127.0.0.0/8.
  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host.hasPrefix("127.") && isVersion4(host[...])
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
  /// Its host is an address of IPv6.
  case version6
  /// It is longer than any address.
  case tooLong
}

extension WebhookURLFault {
  /// What is accepted, in words that follow "give".
  package var wanted: String {
    switch self {
    case .notAnAddress: "an address such as https://hooks.slack.com/services/..., without spaces, user name or fragment"
    case .schemeNotAllowed: "an address that begins with https://"
    case .version6: "an address with a host's name or an IPv4 address; one of IPv6 cannot be used"
    case .tooLong: "an address of at most 2,048 characters"
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
