import Foundation
import Pricing
import TestSupport
import Testing

/// One wrong character in a name of the catalog.
@Suite struct DamagedNameTests {
  private let registry = PriceRegistry(files: PriceFolder.files)
  /// These take every name, which is their purpose.
  private static let catchAlls: Set = ["ollama", "pollinations"]

  @Test func `every id and alias leads to its own model`() throws {
    for model in try registry.allModels() {
      for name in [model.id] + model.aliases {
        let found = try registry.resolve(name, provider: model.provider)
        let isOwn = found?.id == model.id || found?.id.lowercased() == name.lowercased()
        #expect(found?.provider == model.provider && (isOwn || name != model.id), "\(name)")
      }
    }
  }

  @Test func `added letters lead to no model`() throws {
    try check { name, _ in
      [name + "x", name + "-x", name + String(name.suffix(1)), name.replacing("-v1:0", with: "x-v1:0")]
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `one character of damage leads to no model or to a name's own`(seed: UInt64) throws {
    print("seed \(seed)")
    var generator = SplitMix64(seed: seed)
    try check { name, _ in [name.damaged(by: &generator)] }
  }

  /// Damages every id and alias; what resolves nevertheless must be a name of that model or a version of one.
  private func check(_ damage: (String, Model) -> [String]) throws {
    var wrong: [String] = []
    for model in try registry.allModels() where !Self.catchAlls.contains(model.provider) {
      for name in [model.id] + model.aliases where !name.contains(".ft-") {
        for damaged in damage(name.lowercased(), model) {
          guard let found = try registry.resolve(damaged, provider: model.provider) else { continue }
          if !found.hasName(damaged) { wrong.append("\(damaged) -> \(found.provider)/\(found.id)") }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(30))")
  }
}

extension Model {
  /// Whether `name` is this model's, apart from marks of a version and what comes before it.
  fileprivate func hasName(_ name: String) -> Bool {
    let core = name.core
    return ([id] + aliases).contains { $0.lowercased() == name || $0.lowercased().core == core }
  }
}

extension String {
  /// The name without provider, region, marks of a version and separators of its number.
  fileprivate var core: String {
    let region = /^(?:(?:regional|global|us-gov|apac|us|eu|jp|au|ca|sa|in|anthropic|amazon)\.)+/
    let marks =
      /[-@:](?:20\d\d-?\d\d-?\d\d|\d\d-(?:20)?\d\d|\d\d-\d{4}|\d{4}|00\d|\d\d?|\d+k|v\d+|v\d+\.\d|latest|preview|exp|experimental|default|beta|stable|thinking|online|nitro|floor|extended|exacto|\d{6})(?=$|[-@:])/
    var name = (split(separator: "/").last.map(String.init) ?? self).replacing(region, with: "")
    while true {
      let shorter = name.replacing(marks, with: "")
      if shorter == name { return name }
      name = shorter
    }
  }

  /// The name with one character added, removed, exchanged or swapped with its neighbour.
  fileprivate func damaged(by generator: inout SplitMix64) -> String {
    var letters = Array(self)
    let place = Int.random(in: 0..<letters.count, using: &generator)
    let letter = "abcdefghijklmnopqrstuvwxyz0123456789-.".randomElement(using: &generator) ?? "x"
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: letters.insert(letter, at: place)
    case 1: letters.remove(at: place)
    case 2: letters[place] = letter
    default: if place > 0 { letters.swapAt(place, place - 1) }
    }
    return String(letters)
  }
}
