import Ledger
package import Service

extension SettingError: Worded {
  package var sentence: String {
    switch self {
    case .unknownName(let name): "The ledger has no setting \"\(name)\"; \(Self.hint(name))"
    case .setInConfig(let setting):
      "\(setting.rawValue) is set by token_ledger_\(setting.rawValue) in config.json; change it there."
    case .unknownModel(let name, let nearest):
      "\"\(name)\" is not in the price catalog\(Self.hint(nearest)). Give a model that is, or \(SettingEditor.off)."
    case .noWeekday(let text): "\"\(text)\" is no day of the week. Give 1 for monday to 7 for sunday."
    }
  }

  private static func hint(_ name: String) -> String {
    let names = LedgerSetting.allCases.map(\.rawValue)
    let plain = String(name.lowercased().map { $0 == "-" ? "_" : $0 })
    return Spelling.nearest(to: plain, among: names).map { "did you mean \"\($0)\"?" }
      ?? "there are \(names.joined(separator: ", "))"
  }

  private static func hint(_ nearest: [String]) -> String {
    nearest.isEmpty ? "" : "; nearest are \(nearest.map { "\"\($0)\"" }.joined(separator: ", "))"
  }
}
