import Ledger
import Pricing
import Service

extension ArgumentError: Worded {
  var sentence: String {
    switch self {
    case .tooLong(let name, let characters, let most):
      "\(Self.named(name)) has \(characters) characters; at most \(most) are kept. Shorten it and call again."
    case .itemTooLong(let name, let characters, let most):
      "\(Self.named(name)) holds a text of \(characters) characters; at most \(most) are kept."
    case .notOneOf(let name, let found, let known):
      "\(Self.named(name)) must be one of \(known.joined(separator: ", ")), not \"\(found.prefix(40))\"."
    case .outOfRange(let name, let found, let most):
      "\(Self.named(name)): \(found) is out of range; give 1 to \(Grouped.text(most))."
    case .notOfOneCall(let place, let found, let most):
      "\(Self.at(place)): \(found) is out of range for one call; give 0 to \(Grouped.text(most))."
    case .tooFine(let place, let found, let decimals):
      "\(Self.at(place)): \(Arguments.shown(found)) must be \(decimals == 0 ? "a whole number" : "at most three decimals")."
    case .givenTwice(let place, let meter): "\(Self.at(place)): \(meter.name) is given twice. Give it once."
    case .unknownMeter(let name):
      "\(Self.named(.meters)): \"\(name)\" is no meter. Known: \(Meter.allCases.map(\.name).joined(separator: ", "))."
    case .noQuantity(let meter): "\(Self.named(.meters)): the quantity of \"\(meter)\" must be a number."
    case .oneOf(let names):
      "\(names.map { "`\($0.rawValue)`" }.joined(separator: " and ")) describe the same prompt. Give one of them."
    case .noText:
      "\(Self.named(.messages)) holds no text, so there is nothing to count. Give messages whose `content` is a text or a list of parts with a `text`, or the number as `input_tokens`."
    case .contentLost(let index):
      "\(Self.at(ArgumentPlace(.messages, "\(index)"))) has no `content`. If you gave one, it was lost on the way: pass `messages` as JSON text in a string, or the prompt as `text`."
    case .contentUnknown(let index):
      "\(Self.at(ArgumentPlace(.messages, "\(index)", "content"))) must be a text, or a list of parts with a `text`."
    case .periodTwice: "Give either `period` or `since` and `until`, not both."
    case .unknownPeriod(let name): "\"\(name)\" is no period. Give one of \(PeriodName.list)."
    case .noTime(let name, let text):
      "\(Self.named(name)): \"\(text)\" is neither a date such as 2026-11-21 nor an RFC 3339 time such as 2026-11-21T09:30:00Z."
    case .unknownGroup(let name): "\"\(name)\" cannot be grouped by. Give any of \(GroupKey.list)."
    case .foreignCursor:
      "\(Self.named(.cursor)) does not belong to this question. Give the next_cursor of an answer together with the same arguments, or leave it out for the first page."
    case .countsOfRecords(let names):
      "`based_on` takes the workload from the records. Leave out \(names.map { "`\($0.rawValue)`" }.joined(separator: ", ")), or leave out `based_on`."
    }
  }

  private static func named(_ name: ArgumentName) -> String { at(ArgumentPlace(name)) }

  private static func at(_ place: ArgumentPlace) -> String { "Argument `\(place.text)`" }
}

extension GroupKey {
  /// Every name, as a message lists them.
  fileprivate static var list: String {
    (Dimension.allCases.map(\.rawValue) + TimeUnit.allCases.map(\.rawValue)).joined(separator: ", ")
  }
}

extension PeriodName {
  /// Every name, as a message lists them.
  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension CallCounts.Fault: Worded {
  package var sentence: String {
    switch self {
    case .givenTwice(let meter): "\(meter.name) is given twice. Give it once."
    case .outOfRange(let meter, let quantity):
      "\(meter.decimal(of: quantity)) of \(meter.name) is out of range for one call; give 0 to \(Grouped.text(CallCounts.largest(of: meter)))."
    }
  }
}
