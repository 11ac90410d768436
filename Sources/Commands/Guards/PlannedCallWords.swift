import Ledger
import Pricing
import Service

/// What the words of a command line say of a planned call.
struct PlannedCallWords: Sendable, Equatable {
  /// Its model, whose call it is, and what for.
  var names: [Dimension: String] = [:]
  /// Its service tier; nil for standard service.
  var serviceTier: String?
  /// Its tokens.
  var counts: [Meter: Int64] = [:]

  /// The question whether it may go ahead.
  ///
  /// - Throws: What is wrong with the words.
  var question: LimitQuestion {
    get throws {
      var question = LimitQuestion()
      question.plan.model = name(.model) ?? ""
      question.plan.provider = name(.provider) ?? ""
      question.plan.serviceTier = try tier
      for (meter, count) in counts { try question.plan.counts.add(count, to: meter) }
      question.plan.statesInput = counts[.input] != nil
      question.plan.output = counts[.output] == nil ? .left : .given
      for dimension in names.keys { question.plan.caller[dimension] = name(dimension) }
      return question
    }
  }

  private func name(_ dimension: Dimension) -> String? { names[dimension].flatMap(AbsentName.name) }

  private var tier: String {
    get throws {
      guard let serviceTier else { return "" }
      guard let tier = ServiceTier.named(serviceTier) else {
        let known = ServiceTier.names.joined(separator: ", ")
        throw CommandFailure(status: .usage, message: "--service-tier takes one of \(known), not \"\(serviceTier)\"")
      }
      return tier
    }
  }
}
