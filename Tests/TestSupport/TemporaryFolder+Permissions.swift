import Foundation

extension TemporaryFolder {
  /// The permission bits of a file in the folder.
  package func permissions(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}
