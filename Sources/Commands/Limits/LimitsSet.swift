import Ledger
import Service

extension Command {
  /// `limits set`: a limit from now on.
  static let limitsSet = Command(
    name: "limits set", summary: "Set a limit on tokens, cost or requests",
    discussion: """
      A scope without a name gives each one of its kind the limit by itself: --scope user --metric cost --window day
      --limit 5 allows each user five dollars a day. The id of the limit is made of its parts, here user-cost-day. Set
      it again to change the amount; what it has counted stays. What was recorded before counts too. Running servers
      and guards follow at once.
      """,
    options: CommandOption.limitWords + [.json]
  ) { options, host in
    try LimitRun(options, host).change { editor, service in
      let rule = try options.limitWords.rule(origin: .command, mark: "--", service: service)
      try editor.set(rule)
      return (rule.id, "Set")
    }
  }
}
