import JSON
import Ledger
import Pricing
import Server
import Service

extension Command {
  /// `balance add`: puts prepaid money into a user's account.
  static let balanceAdd = Command(
    name: "balance add", summary: "Put prepaid money into a user's account, or take some out",
    discussion: """
      AMOUNT is in US dollars, with at most twelve decimals; below zero it takes money out. The first entry opens the
      account: what is recorded for the user from then on is drawn from it. Entries are never changed; correct one by
      another.
      """,
    options: [.accountUser.required(), .note, .json], operandNames: ["AMOUNT"], requiredOperands: 1
  ) { options, host in
    let user = BalanceCommand.requiredUser(options)
    let amount = try BalanceCommand.amount(options.operands[0])
    return try BalanceCommand.run(options, host) { ledger in
      let balance = try ledger.addToBalance(ofUser: user, amount, note: options.note)
      try ledger.commit()
      return BalanceReport(balances: [balance])
    }
  }

  /// `balance show`: what is left.
  static let balanceShow = Command(
    name: "balance show", summary: "Show what is left in a user's account, or in all",
    discussion:
      "Shows what was put in less what was recorded since the account was opened. Without --user, all accounts.",
    options: [.accountUser, .json]
  ) { options, host in
    try BalanceCommand.run(options, host) { ledger in
      guard let user = options.accountUser else {
        return BalanceReport(balances: try ledger.balances(), isOfOne: false)
      }
      return BalanceReport(balances: [try BalanceCommand.account(of: user, ledger)])
    }
  }

  /// `balance history`: what came in and went out.
  static let balanceHistory = Command(
    name: "balance history", summary: "Show what came into and went out of a user's account",
    discussion: """
      One line for each amount put in or taken out, and one for each UTC day on which usage was recorded, corrections of
      older usage included. The lines add up to what is left.
      """,
    options: [.accountUser.required(), .json]
  ) { options, host in
    let user = BalanceCommand.requiredUser(options)
    return try BalanceCommand.run(options, host) { ledger in
      try ledger.consistently {
        let balance = try BalanceCommand.account(of: user, ledger)
        return BalanceReport(balances: [balance], entries: try ledger.balanceEntries(ofUser: user))
      }
    }
  }
}

extension CommandOption {
  static let accountUser = CommandOption("--user", "NAME", "The user whose account it is") { value, options in
    guard Role.isName(value) else {
      throw CommandFailure(status: .usage, message: "--user takes at most \(Role.longestName) characters")
    }
    options.accountUser = value
  }.taking(.names(.userID))
  static let note = CommandOption("--note", "TEXT", "What the entry is for") { value, options in
    guard value.count <= 200, !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw CommandFailure(status: .usage, message: "--note takes one line of at most 200 characters")
    }
    options.note = value
  }
}

/// What the commands about balances share.
enum BalanceCommand {
  /// Opens the ledger, asks or changes it, and prints the report.
  static func run(
    _ options: Options, _ host: Host, _ body: (Ledger) throws -> BalanceReport
  ) throws -> ExitStatus {
    let ledger = try ServiceBuilder.service(options, host).ledger
    try ServiceBuilder.open(ledger)
    let report = try body(ledger)
    host.print(options.isJSON ? JSONWriter.string(report.json) : report.text)
    return .success
  }

  /// The user that `--user` names.
  static func requiredUser(_ options: Options) -> String {
    guard let user = options.accountUser else {
      preconditionFailure("a command ran without an option that it needs")
    }
    return user
  }

  /// Reads an amount of dollars.
  static func amount(_ text: String) throws -> Money {
    let amount = Money(decimal: text.hasPrefix("+") ? String(text.dropFirst()) : text)
    guard let amount, !amount.isZero, amount <= Ledger.largestCredit, -amount <= Ledger.largestCredit else {
      throw CommandFailure(
        status: .usage,
        message:
          "\"\(text)\" is no amount; give US dollars other than 0, up to a billion, with at most 12 decimals, such as 25 or -4.50"
      )
    }
    return amount
  }

  /// The account of a user, who must have one.
  static func account(of user: String, _ ledger: Ledger) throws -> Balance {
    guard let balance = try ledger.balance(ofUser: user) else {
      throw CommandFailure(
        status: .failure,
        message: "\"\(user)\" has no account; open one with: \(Product.name) balance add --user NAME AMOUNT")
    }
    return balance
  }
}
