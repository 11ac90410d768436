import Testing

@testable import Delivery

@Suite struct WebhookURLTests {
  @Test(arguments: [
    ("https://hooks.slack.com/services/T0/B0/secret", "https://hooks.slack.com"),
    ("HTTPS://Example.COM:8443/x?y=z%20&a[]=1", "https://example.com:8443"),
    ("https://example.com", "https://example.com"), ("https://example.com?key=1", "https://example.com"),
    ("http://127.0.0.1:9000/hook", "http://127.0.0.1:9000"), ("http://localhost/", "http://localhost"),
    ("http://127.8.0.255/", "http://127.8.0.255"), ("HTTP://LocalHost:80/a", "http://localhost:80"),
    ("https://10.0.0.1/a", "https://10.0.0.1"), ("https://a-b.1x.example/", "https://a-b.1x.example"),
  ])
  func `an address is shown without its secret`(_ text: String, _ origin: String) throws {
    let address = try WebhookURL(text)
    #expect(address.origin == origin)
    let scheme = text.prefix { $0 != ":" }
    #expect(address.text == scheme.lowercased() + text.dropFirst(scheme.count))
  }

  @Test(
    arguments: [
      ("", .schemeNotAllowed), ("hooks.slack.com/x", .schemeNotAllowed), ("ftp://example.com/", .schemeNotAllowed),
      ("file:///etc/passwd", .schemeNotAllowed), ("https:/example.com", .schemeNotAllowed),
      ("http://example.com/secret", .notEncrypted), ("http://127.0.0.1.example.com/", .notEncrypted),
      ("http://localhost.example.com/", .notEncrypted), ("http://128.0.0.1/", .notEncrypted),
      ("http://127.1/", .notAnAddress), ("http://127.0.0.01/", .notAnAddress), ("http://127.0.0.256/", .notAnAddress),
      ("http://[::1]:80/", .version6),
      ("http://localhost@example.com/", .notAnAddress), ("https://user:pass@example.com/", .notAnAddress),
      ("http://localhost\\@example.com/", .notAnAddress), ("https:///path", .notAnAddress),
      ("https://example.com:0/", .notAnAddress), ("https://example.com:99999/", .notAnAddress),
      ("https://example.com:80x/", .notAnAddress), ("https://exa mple.com/", .notAnAddress),
      ("https://example.com/a#b", .notAnAddress), ("https://example.com/\n", .notAnAddress),
      ("https://éxample.com/", .notAnAddress), ("https://[::1/", .version6), ("https://..", .notAnAddress),
      ("https://a..b/", .notAnAddress), ("https://-a.b/", .notAnAddress), ("https://1.2.3.4.5/", .notAnAddress),
      ("https://999.999.999.999/", .notAnAddress), ("https://2130706433/", .notAnAddress),
      ("https://\(String(repeating: "a", count: 64)).com/", .notAnAddress),
      ("https://example.com/" + String(repeating: "a", count: 2_048), .tooLong),
      ("https://exam%70le.com/", .notAnAddress),
      ("https://[2001:db8::1]/a", .version6), ("https://example.com:+80/", .notAnAddress),
    ] as [(String, WebhookURLFault)])
  func `an address that could lead elsewhere is refused`(_ text: String, _ fault: WebhookURLFault) {
    #expect(throws: fault) { try WebhookURL(text) }
  }
}
