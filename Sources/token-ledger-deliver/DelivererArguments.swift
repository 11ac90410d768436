/// What the words of the command line ask for.
struct DelivererArguments {
  /// The folder of the ledger.
  var folder = ""
  /// The one message to send, once; nil sends all that are due.
  var message: String?
  /// Whether only the usage is to be shown.
  var wantsHelp = false

  /// How the program is called.
  static let usage = """
    Sends the messages that wait in a ledger's outbox to the webhook in TOKEN_WEBHOOK_URL; token-ledger starts it.

    USAGE: token-ledger-deliver --data-dir FOLDER [--message KEY]
    """

  /// Reads the words after the program's name; nil when they make no sense.
  init?(_ words: [String]) {
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "--help", "-h": wantsHelp = true
      case "--data-dir":
        guard let value = rest.popFirst() else { return nil }
        folder = value
      case "--message":
        guard let value = rest.popFirst() else { return nil }
        message = value
      default: return nil
      }
    }
    if folder.isEmpty, !wantsHelp { return nil }
  }
}
