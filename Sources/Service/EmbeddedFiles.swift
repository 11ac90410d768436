import CSchemas
import JSON
package import JSONSchema
package import Pricing

/// The files of `schemas/`, as they are compiled into the program.
package enum EmbeddedFiles {
  /// The paths of all files relative to `schemas/`, in order.
  package static var paths: [String] { (0..<schema_file_count()).map { path(at: $0) } }

  /// Returns the bytes of the file at `path`, which live as long as the process; nil when there is none.
  package static func bytes(of path: String) -> UnsafeRawBufferPointer? {
    (0..<schema_file_count()).first { self.path(at: $0) == path }.map(bytes)
  }

  private static func bytes(at index: Int) -> UnsafeRawBufferPointer {
    let file = schema_file_at(index).pointee
    return UnsafeRawBufferPointer(start: file.bytes, count: file.count)
  }

  /// Returns the JSON Schema at `path`, compiled; that it can be is tested.
  package static func schema(_ path: String) -> Schema {
    guard let bytes = bytes(of: path) else {
      preconditionFailure("\(path) is not compiled in; the list in CSchemas lacks it")
    }
    do { return try Schema(try JSONParser.parse(bytes)) } catch {
      preconditionFailure("\(path) cannot be compiled: \(error)")
    }
  }

  private static func path(at index: Int) -> String {
    String(cString: schema_file_at(index).pointee.path)
  }
}

extension EmbeddedFiles {
  /// The price catalog that is compiled in.
  package static var prices: PriceRegistry { prices(under: .none) }

  /// Returns the price catalog that is compiled in, under the user's own files.
  package static func prices(under own: OwnPrices) -> PriceRegistry {
    PriceRegistry(
      files: (0..<schema_file_count()).compactMap { index in
        let path = path(at: index)
        guard path.hasPrefix(pricingFolder) else { return nil }
        return PriceFile(name: String(path.dropFirst(pricingFolder.count))) { bytes(at: index) }
      }, own: own)
  }

  private static let pricingFolder = "pricing/"
}
