import CivilTime
import JSON
import Ledger
import Logging
import Pricing
import SQLite
import Server
import Service

/// Looking at everything that must be in order.
struct Diagnosis {
  let service: LedgerService
  let dataFolder: String
  let onlyUser: String?
  let host: Host

  /// Looks at what there is; where settings are faulty, at those and at what needs none.
  static func checks(_ options: Options, _ host: Host) -> [DoctorCheck] {
    do {
      let sources = try SettingSources(options, host)
      // The findings report faulty files of prices and rates.
      let service = try ServiceBuilder.service(options, host, notesFaults: false, offersSettings: false)
      let onlyUser = try Role.onlyUser(sources)
      let diagnosis = Diagnosis(service: service, dataFolder: sources.dataFolder, onlyUser: onlyUser, host: host)
      // A repair comes first, so that the others see what it leaves.
      let repair = options.isRepairing ? diagnosis.repair : []
      return diagnosis.checks() + (options.isVerifying && !options.isRepairing ? diagnosis.verification : repair)
    } catch {
      let finding = (error as? CommandFailure)?.message ?? "\(error)"
      return [DoctorCheck(name: "settings", isGood: false, finding: finding), sqlite]
        + HostConfigurations(host: host).checks()
    }
  }

  private func checks() -> [DoctorCheck] {
    var checks = dataFolderChecks + [ledger]
    if let clock { checks.append(clock) }
    checks += [prices] + ownPrices + exchangeRates
    if let fallback { checks.append(fallback) }
    checks += conflicts
    if let role { checks.append(role) }
    checks += [zone, log] + logs
    checks += limits + webhook
    if let balances { checks.append(balances) }
    checks.append(Self.sqlite)
    checks += HostConfigurations(host: host).checks()
    return checks
  }

  /// In how many places totals are compared with records.
  private static let sampledPlaces = 64

  private var folder: DoctorCheck {
    let isGood = host.canWrite(dataFolder)
    return DoctorCheck(
      name: "data folder", isGood: isGood,
      finding: isGood
        ? dataFolder
        : "\(dataFolder) cannot be written; choose another with --data-dir or TOKEN_MONITOR_DATA_DIR")
  }

  private var dataFolderChecks: [DoctorCheck] {
    let faults = FolderFaults.sentences(of: dataFolder, host).map {
      DoctorCheck(name: "data folder", isGood: false, finding: $0)
    }
    return (folder.isGood && !faults.isEmpty ? [] : [folder]) + faults
  }

  private var ledger: DoctorCheck {
    let path = service.ledger.folder.database
    guard let permissions = host.permissions(path) else {
      return DoctorCheck(name: "ledger", isGood: true, finding: "\(path) will be made when first used")
    }
    guard permissions & 0o077 == 0 else {
      return DoctorCheck(
        name: "ledger", isGood: false,
        finding: "\(path) can be read by other users; run: chmod 600 \"\(path)\"")
    }
    do {
      let state = try service.ledger.inspect()
      if let wrong = try service.ledger.sampleTotals(places: Self.sampledPlaces).first {
        return DoctorCheck(
          name: "ledger", isGood: false,
          finding: "\(path): \(VerificationSentences.message(wrong)); run: \(Product.name) doctor --verify")
      }
      return DoctorCheck(
        name: "ledger", isGood: true,
        finding:
          "\(path), format \(state.format), \(Grouped.count(state.records, "record")), \(Grouped.text(state.bytes / 1024)) KiB\(service.ledger.isReadOnly ? ", can only be read" : "")"
      )
    } catch {
      return DoctorCheck(name: "ledger", isGood: false, finding: error.sentence)
    }
  }

  /// Trouble when the ledger has seen a later time than the clock shows, by more than processes may differ.
  private var clock: DoctorCheck? {
    guard host.permissions(service.ledger.folder.database) != nil, let time = ledgerTime else { return nil }
    let lead = time.milliseconds - host.now().milliseconds
    guard lead > 60_000 else { return nil }
    return DoctorCheck(
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

  private var prices: DoctorCheck {
    do {
      let date = try service.prices.catalogDate
      let models = try service.prices.allModels().count
      return DoctorCheck(
        name: "prices", isGood: true,
        finding:
          "catalog of \(date), \(Grouped.count(Int64(models), "model")) of \(try service.prices.providers.count) providers"
      )
    } catch {
      return DoctorCheck(name: "prices", isGood: false, finding: "the catalog cannot be read: \(error)")
    }
  }

  private var fallback: DoctorCheck? {
    guard let name = service.setting(.fallbackModel) else { return nil }
    do {
      let model = try service.prices.resolve(name)
      return DoctorCheck(
        name: "fallback price", isGood: model != nil,
        finding: model.map { "that of \($0.provider)/\($0.id), for models that the catalog does not know" }
          ?? "fallback_model is \"\(name)\", which the catalog does not know either; give a model that it knows")
    } catch {
      return DoctorCheck(name: "fallback price", isGood: false, finding: "the catalog cannot be read: \(error)")
    }
  }

  /// The user's price files that are not used; known after all prices were read.
  private var ownPrices: [DoctorCheck] {
    service.prices.refusals.map {
      DoctorCheck(name: "own prices", isGood: false, finding: PriceFileSentences.message($0))
    }
  }

  /// What there is, and why the user's own rates are not used, which is known after they were read.
  private var exchangeRates: [DoctorCheck] {
    let table = service.exchange.table
    let newest = table.newestDate.map { "; the newest of \($0)" } ?? ""
    let found = DoctorCheck(
      name: "exchange rates", isGood: true, finding: table.currencies.joined(separator: ", ") + newest)
    return [found]
      + service.exchange.refusals.map {
        DoctorCheck(name: "own rates", isGood: false, finding: CurrencySentences.message($0))
      }
  }

  private var role: DoctorCheck? {
    onlyUser.map {
      DoctorCheck(
        name: "role", isGood: true,
        finding: "serve and guard see and record only the usage of \"\($0)\" (\(SettingList.user.name))")
    }
  }

  /// What this process was told and the ledger holds otherwise.
  private var conflicts: [DoctorCheck] {
    service.settingConflicts.map { conflict in
      let source = conflict.setting == .prices ? ChosenPrices.source : SettingList.fallbackModel.name
      return DoctorCheck(name: "settings", isGood: false, finding: SettingSentences.message(conflict, source: source))
    }
  }

  private var zone: DoctorCheck {
    if let wanted = service.setting(.timezone), service.readable(wanted) == nil {
      return DoctorCheck(
        name: "time zone", isGood: false,
        finding:
          "\(wanted) cannot be read on this machine; install the package tzdata, or run: \(Product.name) settings set timezone NAME"
      )
    }
    let day = Self.weekdays[service.weekStart - 1]
    return DoctorCheck(
      name: "time zone", isGood: true, finding: "\(service.defaultZone.identifier), weeks begin on \(day)")
  }

  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  private var log: DoctorCheck {
    guard let level = service.settings.logLevel else {
      return DoctorCheck(name: "log", isGood: true, finding: "none (\(SettingList.fileLogging.name))")
    }
    let folder = "\(dataFolder)/logs"
    let isGood = host.canWrite(folder)
    return DoctorCheck(
      name: "log", isGood: isGood,
      finding: isGood
        ? "\(folder)/token-ledger.log, \(level.rawValue) and above"
        : "\(folder) cannot be written, so nothing is logged; the ledger works without")
  }

  private var limits: [DoctorCheck] {
    let rules = service.settings.limits.rules + heldLimits
    guard !rules.isEmpty else { return [DoctorCheck(name: "limits", isGood: true, finding: "none configured")] }
    return rules.map { rule in
      let scope = rule.scope == .all ? "" : " for \(rule.scope.name == nil ? "each " : "")\(rule.scope.text)"
      let amount = LimitSentences.amount(rule.limit, of: rule.metric)
      return DoctorCheck(
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

  private static var sqlite: DoctorCheck {
    DoctorCheck(name: "SQLite", isGood: true, finding: Connection.libraryVersion)
  }
}
