/// What lets others read or change a ledger's files, or leads them elsewhere.
enum FolderFaults {
  /// What is written into the data folder next to the ledger; a link in its place is not followed.
  private static let names = ["logs", "logs/token-ledger.log", "reports", "archive"]

  /// Returns what is wrong with a data folder, each in a sentence; nothing where it is not there yet.
  static func sentences(of dataFolder: String, _ host: Host) -> [String] {
    let links = names.map { "\(dataFolder)/\($0)" }.filter(host.isLink).map {
      "\($0) is a symbolic link, which is not followed; put the file or folder itself there"
    }
    guard let permissions = host.permissions(dataFolder), permissions & 0o077 != 0 else { return links }
    let deed = permissions & 0o022 != 0 ? "changed" : "read"
    return ["\(dataFolder) can be \(deed) by other users; run: chmod 700 \"\(dataFolder)\""] + links
  }
}
