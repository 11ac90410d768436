import Ledger
import Server
import Service

/// Compares a few totals with records each time the server has opened a ledger, behind the answers that wait.
struct TotalsWatch {
  /// In how many places: half a millisecond's work, however large the ledger is.
  private static let places = 2

  private let ledger: Ledger
  private let note: (String) -> Void
  private var openings = 0

  /// - Parameter note: Tells people.
  init(_ ledger: Ledger, note: @escaping (String) -> Void) {
    self.ledger = ledger
    self.note = note
  }

  /// Looks if the ledger was opened since the last look.
  mutating func look() {
    guard ledger.openings != openings, !ledger.hasWritten else { return }
    openings = ledger.openings
    do throws(LedgerError) {
      guard let wrong = try ledger.sampleTotals(places: Self.places).first else { return }
      note("\(Product.name): \(VerificationSentences.message(wrong)); run: \(Product.name) doctor --verify")
    } catch .damaged(let path, let message) {
      note("\(Product.name): \(LedgerError.damaged(path: path, message: message).sentence)")
    } catch {
      // Whoever asks is told.
    }
  }
}
