import Service

/// Text of a message to the webhook.
enum MessageText {
  /// Returns the text so that a receiver shows it as it is, in one line.
  ///
  /// Slack and those compatible with it read `<!channel>` as a call to everyone and `<address|words>` as a link; a
  /// name that a client gave must be neither. The three characters are written as Slack asks for.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value): escaped += " "
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}
