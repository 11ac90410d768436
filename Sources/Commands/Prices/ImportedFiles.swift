import JSON
import PriceImport
import Pricing
import Server
import Service

/// The files of an import, which take the place of all files of earlier imports: all of them or none.
struct ImportedFiles {
  /// Digits put it before the files that people write, which therefore lie over it.
  private static let prefix = "00-imported-"
  /// What a file's name ends with until it is in force: files of prices end with `.json`.
  private static let draftEnding = ".new"

  private let files: [(path: String, provider: String, bytes: [UInt8])]
  private let folder: String
  private let host: Host

  /// - Parameter folder: Where the files are, and those of earlier imports.
  init(_ result: PriceImport, folder: String, _ host: Host) {
    files = result.files.map {
      ("\(folder)/\(Self.prefix)\($0.provider).json", $0.provider, Self.bytes($0.root))
    }
    self.folder = folder
    self.host = host
  }

  /// Puts the files into the place of those of earlier imports, of whichever source.
  ///
  /// - Returns: The names of the files that were removed because this import has none of that name.
  /// - Throws: ``CommandFailure`` when a file is faulty or the folder cannot be changed; then it is as it was.
  func install() throws -> [String] {
    try refuseFaulty()
    let earlier = try self.earlier()
    let paths = Set(files.map(\.path))
    let stale = earlier.keys.filter { !paths.contains($0) }.sorted()
    do {
      for file in files {
        try change(file.path) { path throws(OutsideFault) in try host.writeFile(path + Self.draftEnding, file.bytes) }
      }
      for file in files {
        try change(file.path) { path throws(OutsideFault) in try host.moveFile(path + Self.draftEnding, path) }
      }
      for path in stale { try change(path, by: host.removeFile) }
    } catch {
      restore(earlier)
      throw error
    }
    return stale.map { String($0.dropFirst(folder.count + 1)) }
  }

  private func refuseFaulty() throws {
    for file in files {
      guard let fault = PriceFileFaults(path: file.path, read: { file.bytes }).all.first else { continue }
      throw CommandFailure(
        status: .badData,
        message: """
          the prices of \(file.provider) would be faulty, so nothing was taken over: \(PriceFileSentences.text(fault))
          """)
    }
  }

  /// The files of earlier imports by path.
  private func earlier() throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for name in host.listFolder(folder) ?? [] where name.hasPrefix(Self.prefix) && name.hasSuffix(".json") {
      let path = "\(folder)/\(name)"
      guard let bytes = host.readFile(path) else {
        throw CommandFailure(
          status: .inputOutput, message: "\(path) cannot be read; check its permissions. Nothing was changed")
      }
      found[path] = bytes
    }
    return found
  }

  private func change(_ path: String, by change: (String) throws(OutsideFault) -> Void) throws(CommandFailure) {
    do {
      try change(path)
    } catch {
      throw CommandFailure(
        status: .inputOutput, message: "\(path) cannot be changed, so all prices stay what they were: \(error.reason)")
    }
  }

  /// Makes the folder what it was; whatever fails here too leaves a file of one of the two imports.
  private func restore(_ earlier: [String: [UInt8]]) {
    func attempt(_ body: () throws(OutsideFault) -> Void) { do { try body() } catch {} }
    for file in files {
      attempt { () throws(OutsideFault) in try host.removeFile(file.path + Self.draftEnding) }
      if earlier[file.path] == nil { attempt { () throws(OutsideFault) in try host.removeFile(file.path) } }
    }
    for (path, bytes) in earlier where host.readFile(path) != bytes {
      attempt { () throws(OutsideFault) in try host.writeFile(path, bytes) }
    }
  }

  /// The contents, a line for each model.
  private static func bytes(_ root: JSONObject) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw("{")
    for (key, value) in root where key != "models" {
      writer.write(string: key)
      writer.raw(": ")
      writer.write(value)
      writer.raw(",\n ")
    }
    writer.raw("\"models\": [")
    for (index, model) in (root["models"]?.array ?? []).enumerated() {
      writer.raw(index == 0 ? "\n  " : ",\n  ")
      writer.write(model)
    }
    writer.raw("\n]}\n")
    return writer.bytes
  }
}
