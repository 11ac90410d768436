package import JSON

/// The user's own files of prices, or of exchange rates, which lie over those that are compiled in.
package struct OwnPrices {
  /// Lists the files, the strongest last; called when a name first needs the catalog.
  package let files: () -> [OwnPriceFile]
  /// Returns the first thing about a file's contents that the format does not allow, or nil.
  package let faults: (JSONValue) -> PriceFileFault.Problem?
  /// Is told once of each file that is refused.
  package let refused: (PriceFileFault) -> Void

  /// Creates the user's prices from what the outside world knows.
  package init(
    files: @escaping () -> [OwnPriceFile], faults: @escaping (JSONValue) -> PriceFileFault.Problem?,
    refused: @escaping (PriceFileFault) -> Void
  ) {
    self.files = files
    self.faults = faults
    self.refused = refused
  }

  /// No files.
  package static var none: OwnPrices { OwnPrices(files: { [] }, faults: { _ in nil }, refused: { _ in }) }
}

/// A file of prices, or of exchange rates, of the user's.
package struct OwnPriceFile {
  /// Where it is.
  package let path: String
  /// Reads its bytes; nil when it cannot be read.
  package let read: () -> [UInt8]?

  /// Creates a file that is read when it is needed.
  package init(path: String, read: @escaping () -> [UInt8]?) {
    self.path = path
    self.read = read
  }
}

/// Why a file of prices, or of exchange rates, of the user's is not used.
package struct PriceFileFault: Error, Hashable {
  /// The file's path.
  package let file: String
  /// What is wrong with it.
  package let problem: Problem

  /// What can be wrong with such a file.
  package enum Problem: Error, Hashable {
    /// It cannot be read.
    case unreadable
    /// It is not JSON.
    case notJSON(JSONError)
    /// The value at a place (RFC 6901) is not what the format wants; what is wrong, in words.
    case invalid(JSONPointer, String)
  }

  /// Creates a fault of a file.
  package init(file: String, problem: Problem) {
    self.file = file
    self.problem = problem
  }
}

extension OwnPriceFile {
  /// Returns the whole contents.
  func contents() throws(PriceFileFault) -> JSONValue {
    guard let bytes = read() else { throw PriceFileFault(file: path, problem: .unreadable) }
    do { return try JSONParser.parse(bytes) } catch {
      throw PriceFileFault(file: path, problem: .notJSON(error))
    }
  }

  /// Returns the members before the models.
  func header() throws(PriceFileFault) -> JSONObject {
    guard let bytes = read() else { throw PriceFileFault(file: path, problem: .unreadable) }
    do {
      return try bytes.withUnsafeBytes { buffer in
        Result { () throws(JSONError) in try JSONParser.members(of: buffer, before: "models") }
      }.get()
    } catch {
      throw PriceFileFault(file: path, problem: .notJSON(error))
    }
  }
}
