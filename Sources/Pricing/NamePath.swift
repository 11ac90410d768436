/// What a platform's path to a model says: whose it is, where it runs, and the model's own name.
///
/// Known are ARNs of Bedrock, resource names of Vertex AI and Gemini, and LiteLLM's `azure/REGION/` and
/// `bedrock/REGION/`. Works on names in lower case.
struct NamePath: Hashable {
  /// The catalog's id of the provider; nil where only the name itself tells.
  var provider: String?
  /// Where it runs, in the words of the price files; nil where the path does not say.
  var region: String?
  /// The rest: the model's name, perhaps with a provider before it.
  var model: String
  /// The maker in a resource name of Vertex AI, which is part of some models' names there.
  var maker: String?

  /// Reads a name; one that is no such path is the model itself.
  init(_ name: some StringProtocol) {
    // Claude Code's mark for a long context, which is told by the prompt's length.
    let isLong = name.hasSuffix("[1m]") && name.contains("claude")
    let name = Self.tuned(isLong ? String(name.dropLast(4)) : String(name))
    guard name.utf8.contains(UInt8(ascii: "/")) else {
      self.init(model: name)
      return
    }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    self = Self.bedrock(arn: name) ?? Self.resource(parts) ?? Self.routed(parts) ?? NamePath(model: name)
  }

  private init(provider: String? = nil, region: String? = nil, model: String) {
    self.provider = provider
    self.region = region
    self.model = model
  }

  /// `arn:aws:bedrock:REGION:ACCOUNT:foundation-model/NAME`, or `inference-profile/NAME`; a profile that
  /// somebody has named tells no model.
  private static func bedrock(arn name: String) -> NamePath? {
    let parts = name.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6,
      parts[0] == "arn" || parts[0] == "bedrock/arn" || parts[0] == "bedrock/converse/arn",
      parts[1].hasPrefix("aws"), parts[2] == "bedrock"
    else { return nil }
    let kinds = ["foundation-model/", "inference-profile/"]
    guard let kind = kinds.first(where: { parts[5].hasPrefix($0) }) else {
      return NamePath(provider: "amazon-bedrock", model: "")
    }
    // A profile spreads calls over regions; its own name tells which.
    let region = kind == kinds[0] ? parts[3] : nil
    return NamePath(provider: "amazon-bedrock", region: region, model: String(parts[5].dropFirst(kind.count)))
  }

  /// `[projects/P/locations/L/]publishers/P/models/NAME`.
  private static func resource(_ parts: [String]) -> NamePath? {
    let isWhole = parts.count == 8 && parts[0] == "projects" && parts[2] == "locations"
    let path = isWhole ? Array(parts[4...]) : parts
    guard path.count == 4, path[0] == "publishers", path[2] == "models" else { return nil }
    let region = isWhole && parts[3] != "global" ? "non-global" : nil
    var found = NamePath(provider: "vertex", region: region, model: path[3])
    found.maker = path[1]
    return found
  }

  /// A fine-tuned model's name without the job, `ft:BASE` of `ft:BASE:ORGANISATION:SUFFIX:JOB`; others as
  /// they are.
  private static func tuned(_ name: String) -> String {
    let fields = name.split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count >= 5, fields[0] == "ft" || fields[0].hasSuffix("/ft"),
      ![1, 2, 4].contains(where: { fields[$0].isEmpty })
    else { return name }
    return fields[0] + ":" + fields[1]
  }

  /// `azure/eu/NAME`, `bedrock/eu-west-1/NAME`, `bedrock/converse/NAME`.
  private static func routed(_ parts: [String]) -> NamePath? {
    guard parts.count >= 3 else { return nil }
    switch parts[0] {
    case "azure" where azureRegions.keys.contains(parts[1]):
      return NamePath(provider: "azure", region: azureRegions[parts[1]] ?? nil, model: rest(parts, from: 2))
    case "bedrock":
      let start = ["converse", "invoke", "converse_like"].contains(parts[1]) ? 2 : 1
      let isRegion = parts.count > start + 1 && isAmazonRegion(parts[start])
      guard start == 2 || isRegion else { return nil }
      return NamePath(
        provider: "amazon-bedrock", region: isRegion ? parts[start] : nil,
        model: rest(parts, from: isRegion ? start + 1 : start))
    default: return nil
    }
  }

  /// Azure's data zones as LiteLLM names them, each with the region of the price files.
  private static let azureRegions: [String: String?] = [
    "eu": "eu", "us": "us", "apac": "apac", "us-gov": "us-gov", "global": nil, "global-standard": nil,
    "standard": nil,
  ]

  /// Such as `eu-west-1` or `us-gov-west-1`.
  private static func isAmazonRegion(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3 || (parts.count == 4 && parts[1] == "gov"), let number = parts.last else {
      return false
    }
    return parts[0].utf8.count == 2 && number.utf8.count == 1 && number.utf8.allSatisfy(\.isDigit)
      && parts.dropLast().allSatisfy { part in part.utf8.allSatisfy { (0x61...0x7A).contains($0) } }
  }

  private static func rest(_ parts: [String], from start: Int) -> String {
    parts[start...].joined(separator: "/")
  }
}
