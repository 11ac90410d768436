import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import SQLite
import Service

extension Command {
  /// `doctor`: is everything in order?
  static let doctor = Command(
    name: "doctor", summary: "Show where the ledger is and whether everything is in order",
    discussion:
      "Looks at the data folder, the ledger, prices, rates, settings and the configuration of MCP hosts. Changes nothing.",
    options: [.prices, .json]
  ) { options, host in
    let checks = Diagnosis.checks(options, host)
    host.print(options.isJSON ? JSONWriter.string(.array(checks.map(\.json))) : Check.text(of: checks))
    return checks.contains { !$0.isGood } ? .failure : .success
  }
}

/// One thing that the doctor has looked at.
struct Check {
  let name: String
  let isGood: Bool
  let finding: String

  var json: JSONValue { ["check": .string(name), "ok": .bool(isGood), "finding": .string(finding)] }

  /// The findings as lines, those in trouble marked.
  static func text(of checks: [Check]) -> String {
    let width = checks.map(\.name.count).max() ?? 0
    return checks.map { check in
      let space = String(repeating: " ", count: width - check.name.count)
      return "\(check.isGood ? "ok     " : "TROUBLE")  \(check.name)\(space)  \(check.finding)"
    }.joined(separator: "\n")
  }
}

/// Looking at everything that must be in order.
struct Diagnosis {
  let service: LedgerService
  let dataFolder: String
  let onlyUser: String?
  let host: Host

  /// Looks at what there is; where settings are faulty, at those and at what needs none.
  static func checks(_ options: Options, _ host: Host) -> [Check] {
    do {
      let sources = try SettingSources(options, host)
      // The findings tell of faulty files of prices and rates.
      let service = try ServiceBuilder.service(options, host, notesFaults: false, offersSettings: false)
      let onlyUser = try Role.onlyUser(sources)
      return Diagnosis(service: service, dataFolder: sources.dataFolder, onlyUser: onlyUser, host: host).checks()
    } catch {
      let finding = (error as? CommandFailure)?.message ?? "\(error)"
      return [Check(name: "settings", isGood: false, finding: finding), sqlite]
        + HostConfigurations(host: host).checks()
    }
  }

  private func checks() -> [Check] {
    var checks = [folder, ledger]
    if let clock { checks.append(clock) }
    checks += [prices] + ownPrices + exchangeRates
    if let fallback { checks.append(fallback) }
    checks += conflicts
    if let role { checks.append(role) }
    checks += [zone, log]
    checks += limits + webhook
    if let balances { checks.append(balances) }
    checks.append(Self.sqlite)
    checks += HostConfigurations(host: host).checks()
    return checks
  }

  private var folder: Check {
    let isGood = host.canWrite(dataFolder)
    return Check(
      name: "data folder", isGood: isGood,
      finding: isGood
        ? dataFolder
        : "\(dataFolder) cannot be written; choose another with --data-dir or TOKEN_MONITOR_DATA_DIR")
  }

  private var ledger: Check {
    let path = service.ledger.folder.database
    guard let permissions = host.permissions(path) else {
      return Check(name: "ledger", isGood: true, finding: "\(path) will be made when first used")
    }
    guard permissions & 0o077 == 0 else {
      return Check(
        name: "ledger", isGood: false,
        finding: "\(path) can be read by other users; run: chmod 600 \"\(path)\"")
    }
    do {
      let state = try service.ledger.inspect()
      return Check(
        name: "ledger", isGood: true,
        finding:
          "\(path), format \(state.format), \(Grouped.count(state.records, "record")), \(Grouped.text(state.bytes / 1024)) KiB"
      )
    } catch {
      return Check(name: "ledger", isGood: false, finding: LedgerSentences.message(error))
    }
  }

  /// Trouble when the ledger has seen a later time than the clock shows, by more than processes may differ.
  private var clock: Check? {
    guard host.permissions(service.ledger.folder.database) != nil, let time = ledgerTime else { return nil }
    let lead = time.milliseconds - host.now().milliseconds
    guard lead > 60_000 else { return nil }
    return Check(
      name: "clock", isGood: false,
      finding:
        "the ledger has an entry of \(time), \(Grouped.text(lead / 1000)) seconds ahead of the clock; until then it dates new calls and limits by that time. Correct the clock, or, where it is right, run: \(Product.name) repair clock"
    )
  }

  private var ledgerTime: Instant? {
    do {
      return try service.ledger.ledgerTime()
    } catch {
      // The finding about the ledger says why.
      return nil
    }
  }

  private var prices: Check {
    do {
      let date = try service.prices.catalogDate
      let models = try service.prices.allModels().count
      return Check(
        name: "prices", isGood: true,
        finding:
          "catalog of \(date), \(Grouped.count(Int64(models), "model")) of \(try service.prices.providers.count) providers"
      )
    } catch {
      return Check(name: "prices", isGood: false, finding: "the catalog cannot be read: \(error)")
    }
  }

  private var fallback: Check? {
    guard let name = service.setting(.fallbackModel) else { return nil }
    do {
      let model = try service.prices.resolve(name)
      return Check(
        name: "fallback price", isGood: model != nil,
        finding: model.map { "that of \($0.provider)/\($0.id), for models that the catalog does not know" }
          ?? "fallback_model is \"\(name)\", which the catalog does not know either; give a model that it knows")
    } catch {
      return Check(name: "fallback price", isGood: false, finding: "the catalog cannot be read: \(error)")
    }
  }

  /// The user's price files that are not used; known after all prices were read.
  private var ownPrices: [Check] {
    service.prices.refusals.map {
      Check(name: "own prices", isGood: false, finding: PriceFileSentences.message($0))
    }
  }

  /// What there is, and why the user's own rates are not used, which is known after they were read.
  private var exchangeRates: [Check] {
    let table = service.exchange.table
    let newest = table.newestDate.map { "; the newest of \($0)" } ?? ""
    let found = Check(
      name: "exchange rates", isGood: true, finding: table.currencies.joined(separator: ", ") + newest)
    return [found]
      + service.exchange.refusals.map {
        Check(name: "own rates", isGood: false, finding: CurrencySentences.message($0))
      }
  }

  private var role: Check? {
    onlyUser.map {
      Check(
        name: "role", isGood: true,
        finding: "serve and guard see and record only the usage of \"\($0)\" (\(SettingList.user.name))")
    }
  }

  /// What this process was told and the ledger holds otherwise.
  private var conflicts: [Check] {
    service.settingConflicts.map { conflict in
      let source = conflict.setting == .prices ? ChosenPrices.source : SettingList.fallbackModel.name
      return Check(name: "settings", isGood: false, finding: SettingSentences.message(conflict, source: source))
    }
  }

  private var zone: Check {
    if let wanted = service.setting(.timezone), service.readable(wanted) == nil {
      return Check(
        name: "time zone", isGood: false,
        finding:
          "\(wanted) cannot be read on this machine; install the package tzdata, or run: \(Product.name) settings set timezone NAME"
      )
    }
    let day = Self.weekdays[service.weekStart - 1]
    return Check(name: "time zone", isGood: true, finding: "\(service.defaultZone.identifier), weeks begin on \(day)")
  }

  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  private var log: Check {
    guard let level = service.settings.logLevel else {
      return Check(name: "log", isGood: true, finding: "none (\(SettingList.fileLogging.name))")
    }
    let folder = "\(dataFolder)/logs"
    let isGood = host.canWrite(folder)
    return Check(
      name: "log", isGood: isGood,
      finding: isGood
        ? "\(folder)/token-ledger.log, \(level.rawValue) and above"
        : "\(folder) cannot be written, so nothing is logged; the ledger works without")
  }

  private var limits: [Check] {
    let rules = service.settings.limits.rules + heldLimits
    guard !rules.isEmpty else { return [Check(name: "limits", isGood: true, finding: "none configured")] }
    return rules.map { rule in
      let scope = rule.scope == .all ? "" : " for \(rule.scope.name == nil ? "each " : "")\(rule.scope.text)"
      let amount = LimitSentences.amount(rule.limit, of: rule.metric)
      return Check(
        name: "limit", isGood: true, finding: "\(rule.id): \(amount) \(LimitSentences.span(rule))\(scope)")
    }
  }

  /// The limits in the file, where there is one.
  private var heldLimits: [LimitRule] {
    guard host.permissions(service.ledger.folder.database) != nil else { return [] }
    do {
      return try service.ledger.limits()
    } catch {
      // The finding about the ledger says why.
      return []
    }
  }

  private static var sqlite: Check {
    Check(name: "SQLite", isGood: true, finding: Connection.libraryVersion)
  }
}
