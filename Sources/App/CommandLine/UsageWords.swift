/// What is wrong with a command line. The parser says it in English only; its sentences are few, and one that is not known here is
/// shown as it is.
enum UsageWords {
  static func sentence(_ said: String) -> String {
    for (pattern, say) in patterns {
      if let match = try? pattern.wholeMatch(in: said) {
        return say((1..<match.output.count).map { String(match.output[$0].substring ?? "") })
      }
    }
    return said
  }

  private static var patterns: [(Regex<AnyRegexOutput>, ([String]) -> String)] {
    [
      (Regex(/Unknown option '(.+?)'\. Did you mean '(.+)'\?/), { t("command.usage.unknownNear", ["option": $0[0], "near": $0[1]]) }),
      (Regex(/Unknown option '(.+)'/), { t("command.usage.unknown", ["option": $0[0]]) }),
      (Regex(/Missing value for '(.+)'/), { t("command.usage.noValue", ["option": $0[0]]) }),
      (
        Regex(/The option '(.+)' does not take any value, but '(.*)' was specified\./),
        {
          t("command.usage.unwantedValue", ["option": $0[0], "value": $0[1]])
        }
      ),
      (Regex(/Unexpected argument '(.*)'/), { t("command.usage.unexpected", ["values": $0[0]]) }),
      (Regex(/\d+ unexpected arguments: '(.*)'/), { t("command.usage.unexpected", ["values": $0[0].replacing("', '", with: " ")]) }),
      (Regex(/Missing expected argument '(.+)'/), { t("command.usage.missing", ["option": $0[0]]) }),
      (Regex(/Missing one of: '(.+)'/), { t("command.usage.missing", ["option": $0[0].replacing("', '", with: ", ")]) }),
      (
        Regex(/The value '(.*)' is invalid for '(.+?)'(?:\. Please provide one of '(.+)'\.)?/),
        { found in
          let values = ["value": found[0], "option": found[1]]
          if found[2].isEmpty { return t("command.usage.invalid", values) }
          let known = found[2].replacing("', '", with: ", ").replacing("' and '", with: ", ").replacing("' or '", with: ", ")
          return t("command.usage.invalidChoice", values.merging(["known": known]) { given, _ in given })
        }
      ),
    ]
  }
}
