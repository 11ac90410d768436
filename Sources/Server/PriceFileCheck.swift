package import JSON
import JSONSchema
package import Pricing
import Service

/// Checks a price file against the format's schema, and for what a schema cannot say.
package enum PriceFileCheck {
  private static let schema = EmbeddedFiles.schema("pricing.schema.json")

  /// Returns the first thing that is wrong with the contents of a file, or nil.
  package static func firstProblem(in root: JSONValue) -> PriceFileFault.Problem? {
    problems(in: root, atMost: 1).first
  }

  /// Returns what is wrong with the contents of a file, by place.
  package static func problems(in root: JSONValue, atMost limit: Int) -> [PriceFileFault.Problem] {
    let violations = schema.violations(in: root, atMost: limit)
    guard violations.isEmpty else {
      return violations.prefix(limit).map { .invalid($0.path, ViolationSentences.complaint($0)) }
    }
    var problems: [PriceFileFault.Problem] = []
    var seen: Set<String> = []
    for (index, model) in (root.object?["models"]?.array ?? []).enumerated() where problems.count < limit {
      let pointer = JSONPointer.root.appending("models").appending(index)
      let id = model.object?["id"]?.string ?? ""
      if !seen.insert(id.lowercased()).inserted {
        problems.append(.invalid(pointer.appending("id"), "the file has the model \"\(id)\" twice"))
      }
      problems += periodProblems(model, pointer.appending("prices"))
    }
    return Array(problems.prefix(limit))
  }

  /// Periods must be in the order of time and must not overlap.
  private static func periodProblems(_ model: JSONValue, _ pointer: JSONPointer) -> [PriceFileFault.Problem] {
    var problems: [PriceFileFault.Problem] = []
    var end: String? = ""
    for (index, period) in (model.object?["prices"]?.array ?? []).enumerated() {
      let from = period.object?["effective_from"]?.string ?? ""
      let until = period.object?["effective_until"]?.string
      if end.map({ from < $0 }) ?? true {
        problems.append(.invalid(pointer.appending(index), "begins before the period above it ends"))
      } else if let until, until <= from {
        problems.append(.invalid(pointer.appending(index), "ends before it begins"))
      }
      end = until
    }
    return problems
  }
}

/// What is wrong with a price file, in words.
package enum PriceFileSentences {
  /// Returns why a file is not used: its path, the place in it, and what is wrong there.
  package static func message(_ fault: PriceFileFault) -> String {
    "the price file \(fault.file) is not used: \(text(fault.problem))"
  }

  /// Returns what is wrong, with the place.
  package static func text(_ problem: PriceFileFault.Problem) -> String {
    switch problem {
    case .unreadable: "it cannot be read; check its name and permissions"
    case .notJSON(let error): "it is not JSON (byte \(error.offset))"
    case .invalid(let pointer, let complaint):
      "\(pointer == .root ? "the whole" : pointer.description): \(complaint)"
    }
  }
}
