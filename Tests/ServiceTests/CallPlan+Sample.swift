import Ledger
import Pricing
import Service

extension CallPlan {
  /// A call with so many tokens.
  static func sample(_ model: String, input: Int64, output: Int64? = nil) throws -> CallPlan {
    var plan = CallPlan()
    plan.model = model
    plan.caller[.model] = model
    plan.statesInput = true
    try plan.counts.add(input, to: .input)
    if let output {
      plan.output = .given
      try plan.counts.add(output, to: .output)
    }
    return plan
  }
}
