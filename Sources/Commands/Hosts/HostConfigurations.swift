import Server
import Service

/// The programs that can start the server, and whether they are told to.
struct HostConfigurations {
  let host: Host

  /// A finding for each program; one that is not there is no trouble, as nobody uses all.
  func checks() -> [DoctorCheck] {
    HostProgram.all(of: host).flatMap { program in
      guard program.word == HostProgram.claudeCodeWord else { return [check(program)] }
      let settings = HostProgram.claudeSettings(of: host)
      // They are one file for who works at home.
      let files = settings.first == settings.last ? settings.dropLast() : settings[...]
      return [check(program)] + files.flatMap { claudeChecks(program, $0) }
    }
  }

  private func check(_ program: HostProgram) -> DoctorCheck {
    var silent: String?
    for file in program.files {
      guard let bytes = host.readFile(file) else { continue }
      do {
        if let entry = try program.format.servers(in: bytes).entries.first(where: \.startsLedger) {
          return check(entry, of: program, in: file)
        }
        silent = silent ?? file
      } catch {
        return unreadable(file, error, name: program.name, program)
      }
    }
    return DoctorCheck(
      name: program.name, isGood: true,
      finding: silent.map { "not configured (\($0) does not name \(Product.name))" } ?? "not found")
  }

  private func check(_ entry: ServerEntry, of program: HostProgram, in file: String) -> DoctorCheck {
    let place = "\"\(entry.name)\" in \(file)"
    if let command = entry.ledgerCommand, let fault = fault(of: command) {
      return DoctorCheck(
        name: program.name, isGood: false, finding: "\(place) starts \(fault)\(advice(program, entry))")
    }
    guard entry.words.contains("serve") else {
      return DoctorCheck(
        name: program.name, isGood: false,
        finding: "\(place) starts \(Product.name) without \"serve\"\(advice(program, entry))")
    }
    return DoctorCheck(name: program.name, isGood: true, finding: "configured as \(place)")
  }

  /// What Claude Code's settings have of ours besides the server; nothing where nothing is set up.
  private func claudeChecks(_ program: HostProgram, _ file: String) -> [DoctorCheck] {
    guard let bytes = host.readFile(file) else { return [] }
    do {
      let settings = try ClaudeSettings(bytes)
      let hooks = settings.hooks
      var checks: [DoctorCheck] = []
      if !hooks.isEmpty {
        let events = hooks.map(\.event).joined(separator: ", ")
        checks.append(
          check(hooks.map(\.command), "\(program.name) hooks", "\(events) in \(file)", program, option: " --hooks"))
      }
      if let line = settings.ownStatusLine {
        checks.append(check([line], "\(program.name) status line", "set in \(file)", program, option: " --statusline"))
      }
      return checks
    } catch {
      return [unreadable(file, error, name: "\(program.name) hooks", program)]
    }
  }

  private func check(
    _ commands: [OwnCommand], _ name: String, _ finding: String, _ program: HostProgram, option: String
  ) -> DoctorCheck {
    guard let fault = commands.compactMap(\.program).compactMap(fault).first else {
      return DoctorCheck(name: name, isGood: true, finding: finding)
    }
    return DoctorCheck(name: name, isGood: false, finding: "\(finding) runs \(fault)\(advice(program, option: option))")
  }

  private func unreadable(
    _ file: String, _ error: HostFileError, name: String, _ program: HostProgram
  ) -> DoctorCheck {
    DoctorCheck(
      name: name, isGood: false,
      finding: "\(file) \(error.sentence); correct it, or \(program.name) will not read it either")
  }

  /// Setup changes our own entry only.
  private func advice(_ program: HostProgram, _ entry: ServerEntry) -> String {
    entry.isOwn ? advice(program) : "; correct it there"
  }

  private func advice(_ program: HostProgram, option: String = "") -> String {
    "; correct it there, or run: \(Product.name) setup \(program.word)\(option)"
  }

  /// Why a command cannot be run, with the command; nil where it can.
  private func fault(of command: String) -> String? {
    if isExecutable(command) { return nil }
    return command.contains("/")
      ? "\(command), which cannot be run" : "\(command), which is in no folder of PATH"
  }

  private func isExecutable(_ command: String) -> Bool {
    if command.contains("/") { return (host.permissions(command) ?? 0) & 0o111 != 0 }
    return (host.environment["PATH"] ?? "").split(separator: ":").contains {
      (host.permissions("\($0)/\(command)") ?? 0) & 0o111 != 0
    }
  }
}
