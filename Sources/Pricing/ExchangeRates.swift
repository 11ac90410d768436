import JSON

/// The exchange rates of the US dollar: a built-in table under the user's own.
///
/// Creating them reads nothing; the files are read, once, when a rate is first asked for. Confined to one
/// thread.
package final class ExchangeRates {
  private let builtIn: () -> ExchangeTable
  private let own: OwnPrices
  private var known: ExchangeTable?
  /// The user's files that are not used, each with why; known after ``table`` was read.
  package private(set) var refusals: [PriceFileFault] = []

  /// Creates the rates of a table and of the user's own files, the strongest last.
  package init(builtIn: @escaping () -> ExchangeTable, own: OwnPrices = .none) {
    self.builtIn = builtIn
    self.own = own
  }

  /// All rates in one table.
  package var table: ExchangeTable {
    if let known { return known }
    var table = builtIn()
    for file in own.files() {
      do throws(PriceFileFault) { table = table.under(try read(file)) } catch { refuse(error) }
    }
    known = table
    return table
  }

  private func read(_ file: OwnPriceFile) throws(PriceFileFault) -> ExchangeTable {
    let root = try file.contents()
    if let problem = own.faults(root) { throw PriceFileFault(file: file.path, problem: problem) }
    do { return try ExchangeTable(root) } catch { throw PriceFileFault(file: file.path, problem: error) }
  }

  private func refuse(_ fault: PriceFileFault) {
    refusals.append(fault)
    own.refused(fault)
  }
}
