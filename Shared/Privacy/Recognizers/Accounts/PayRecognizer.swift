/// Amounts of money named as someone's pay: behind "salary", "base pay", "Gehalt", "salaire", before such a word, or with "earns" or "is paid" before and "a year"
/// behind. No standard: as contracts and letters write it.
struct PayRecognizer: Recognizer {
    private static let window = 28

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        var reached = 0
        for word in cues.words where word.cue.contains(.pay) {
            if let cellEnd = word.cellEnd {
                if let amount = Amount(text, at: word.start), amount.end <= cellEnd, amount.isMoney || amount.digits >= 4 {
                    findings.append(finding(amount, 0.7, "pay-column"))
                }
                continue
            }
            // "pay" is what one does with a bill, unless it is a label, and so is "paid", unless it is somebody who is.
            if word.end - word.start == 3, !isLabel(text, word.end), !follows(text, word.start, Self.kinds) { continue }
            if text.lowered(word.start, word.end) == "paid", !follows(text, word.start, Self.passives) { continue }
            if word.start >= reached, let amount = behind(text, word) {
                findings.append(finding(amount, 0.7, "pay-label"))
                reached = amount.end
            } else if let amount = before(text, word) {
                findings.append(finding(amount, 0.6, "pay-context"))
            }
        }
    }

    private func isLabel(_ text: FoldedText, _ end: Int) -> Bool {
        text.at(end) == .colon || text.at(end) == .equals || text.at(end) == .doubleQuote && text.at(end + 1) == .colon
            || text.bytes[end...].prefix(5).lazy.map(\.lowered).elementsEqual(" rate".utf8)
    }

    private func follows(_ text: FoldedText, _ start: Int, _ words: Set<String>) -> Bool {
        guard text.at(start - 1) == .space else { return false }
        let first = text.wordStart(before: start - 1, atMost: 11)
        return words.contains(text.lowered(first, start - 1))
    }

    private static let kinds: Set<String> = [
        "base", "annual", "yearly", "monthly", "weekly", "hourly", "net", "gross", "starting", "take-home",
    ]
    private static let passives: Set<String> = ["is", "are", "was", "were", "be", "been", "being", "gets", "get", "got", "am", "m"]

    private func finding(_ amount: Amount, _ score: Float, _ rule: String) -> Finding {
        Finding(entity: .salary, start: amount.start, end: amount.end, score: score, rule: rule, reasons: ["context: pay"])
    }

    /// The first amount of the same clause.
    private func behind(_ text: FoldedText, _ word: CueWord) -> Amount? {
        var index = word.end
        while index < text.bytes.count, index - word.end <= Self.window {
            let byte = text.bytes[index]
            if byte == .dot || byte == .semicolon || byte == 0x3F || byte == 0x21 || byte.isNewline { return nil }
            if byte.isDigit || byte == .dollar || byte == FoldedText.other {
                guard let amount = Amount(text, at: index) else {
                    if byte.isDigit { return nil }
                    index += 1
                    continue
                }
                let isVerb = Self.verbs.contains(text.lowered(word.start, word.end))
                let isPeriodic = Self.isPeriod(text, amount.end)
                if isVerb { return isPeriodic && (amount.isMoney || amount.digits >= 4) ? amount : nil }
                return amount.isMoney || amount.digits >= 4 && (isPeriodic || !text.at(amount.end).isAlphanumeric && !isYear(amount, text))
                    ? amount : nil
            }
            index += 1
        }
        return nil
    }

    private func isYear(_ amount: Amount, _ text: FoldedText) -> Bool {
        amount.end - amount.start == 4 && (1900...2099).contains(Digits.prefix(text.bytes[amount.start..<amount.end], count: 4))
    }

    /// "$85,000 salary", "50k gross": a noun of pay right behind an amount of money.
    private func before(_ text: FoldedText, _ word: CueWord) -> Amount? {
        guard !Self.verbs.contains(text.lowered(word.start, word.end)) else {
            return nil
        }
        let lowest = max(0, word.start - 24)
        var index = word.start - 1
        while index > lowest, !text.bytes[index].isDigit {
            let byte = text.bytes[index]
            if byte == .dot || byte == .comma || byte == .colon || byte.isNewline { return nil }
            index -= 1
        }
        while index > lowest, text.at(index - 1).isDigit || text.at(index - 1) == .comma || text.at(index - 1) == .dot { index -= 1 }
        while index > lowest, text.at(index - 1) == .dollar || text.at(index - 1) == FoldedText.other { index -= 1 }
        guard index >= 0, index < text.bytes.count, let amount = Amount(text, at: index), amount.isMoney, amount.end <= word.start else {
            return nil
        }
        return amount
    }

    private static let verbs: Set<String> = [
        "earn", "earns", "earned", "earning", "verdient", "verdiene", "gagne", "gano", "gana", "makes", "paid",
    ]

    /// " a year", " per month", "/hr", " annually", " pro Jahr", " par an", " al año".
    private static func isPeriod(_ text: FoldedText, _ end: Int) -> Bool {
        var index = end
        var words: [String] = []
        while words.count < 2, index - end < 16 {
            while index - end < 16, text.at(index) == .space || text.at(index) == .slash, index < text.bytes.count { index += 1 }
            let first = index
            while index - first < 10, text.at(index).isASCIILetter { index += 1 }
            guard index > first else { break }
            words.append(text.lowered(first, index))
        }
        return words.contains { periods.contains($0) }
    }

    private static let periods: Set<String> = [
        "year", "yr", "annum", "annually", "yearly", "month", "monthly", "hour", "hr", "hourly", "week", "weekly", "pa", "jahr", "monat",
        "stunde", "jahrlich",
        "monatlich", "an", "mois", "heure", "ano", "mes", "hora",
    ]

    static let words: [(Cue, String)] = [
        (
            .pay,
            """
            salary salaries wage wages pay payslip compensation remuneration stipend income earnings gross bonus takehome earn earns earned earning makes pay paid \
            gehalt bruttogehalt nettogehalt jahresgehalt monatsgehalt lohn bruttolohn nettolohn einkommen vergutung verguetung verdient verdiene brutto \
            salaire salaires revenu revenus gagne salario salarios sueldo sueldos nomina ingresos gano gana stipendio
            """
        )
    ]
}

/// A number with separators, perhaps with a sign or name of a currency and a "k".
private struct Amount {
    let start: Int
    let end: Int
    let digits: Int
    /// Has a currency or a "k".
    let isMoney: Bool

    init?(_ text: FoldedText, at first: Int) {
        start = first
        var index = first
        var isMoney = false
        while index - first < 3, text.at(index) == .dollar || text.at(index) == FoldedText.other, index < text.bytes.count {
            isMoney = true
            index += 1
        }
        if isMoney, text.at(index) == .space { index += 1 }
        let number = index
        while index - number < 16, text.at(index).isDigit || Self.isSeparator(text, index) { index += 1 }
        guard index > number, text.bytes[number].isDigit else { return nil }
        digits = text.bytes[number..<index].count(where: \.isDigit)
        if text.at(index).lowered == 0x6B, !text.at(index + 1).isAlphanumeric {
            index += 1
            isMoney = true
        }
        var unit = index
        if text.at(unit) == .space { unit += 1 }
        if text.at(unit) == FoldedText.other || text.at(unit) == .dollar {
            index = unit + 1
            isMoney = true
        } else {
            var end = unit
            while end - unit < 8, text.at(end).isASCIILetter { end += 1 }
            if end > unit, Self.currencies.contains(text.lowered(unit, end)) {
                index = end
                isMoney = true
            }
        }
        guard !text.at(index).isAlphanumeric, text.at(index) != .percent, text.at(index) != .underscore else { return nil }
        end = index
        self.isMoney = isMoney
    }

    private static func isSeparator(_ text: FoldedText, _ index: Int) -> Bool {
        (text.at(index) == .comma || text.at(index) == .dot || text.at(index) == .singleQuote) && text.at(index + 1).isDigit
    }

    private static let currencies: Set<String> = [
        "usd", "eur", "gbp", "chf", "cad", "aud", "dollars", "dollar", "euros", "euro", "pounds", "pound", "francs", "franken", "inr",
        "rupees", "pln", "sek",
    ]
}
