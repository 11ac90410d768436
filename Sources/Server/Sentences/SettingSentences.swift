import Ledger
package import Service

/// What there is to say about the settings of a ledger.
package enum SettingSentences {
  /// Returns that a ledger without prices of its own now has some.
  package static func adoptedPrices(_ path: String) -> String {
    "\"\(path)\" is now the ledger's own prices, for all who use it; \"\(Product.name) settings set prices none\" takes it out"
  }

  /// Returns what this process was told, what holds instead, and what to do.
  ///
  /// - Parameter source: Where the process was told, such as the name of a variable.
  package static func message(_ conflict: SettingConflict, source: String) -> String {
    let name = conflict.setting.rawValue
    // A shell would take a wish with a space for several words.
    let wish = conflict.wish.contains(where: \.isWhitespace) ? "'\(conflict.wish)'" : conflict.wish
    let holds = conflict.holds.isEmpty ? "none" : "\"\(conflict.holds)\""
    return
      "\(source) says \"\(conflict.wish)\", but the ledger's own \(name) is \(holds), and that holds for all who use it. Run \"\(Product.name) settings set \(name) \(wish)\" to change it, or take \(source) out"
  }
}
