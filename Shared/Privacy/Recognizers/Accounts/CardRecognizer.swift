/// Payment card numbers: 12 to 19 digits (ISO/IEC 7812), in one run or in the groups printed on cards.
///
/// The issuer prefix gives the score, Luhn's check confirms it, a word such as "card" raises and one such as "order" lowers it. A number printed like a
/// card but failing the check is most often a mistyped card, so it is still reported, with a lower score.
struct CardRecognizer: Recognizer {
    private static let window = 40
    /// Group sizes on cards: Visa and others 4-4-4-4 (17 to 19 digits: one more group), American Express 4-6-5 (typed 4-4-4-3 as well), Diners 4-6-4,
    /// Maestro 4-4-5 and 6-13. Longer ones first.
    private static let longShape = [4, 4, 4, 4]
    private static let printedShapes: [[Int]] = [
        [4, 4, 4, 4, 3], [4, 4, 4, 4, 2], [4, 4, 4, 4, 1], [4, 4, 4, 4], [4, 4, 4, 3], [4, 6, 5], [4, 6, 4], [4, 4, 4, 1], [4, 4, 5],
        [6, 13], [4, 4, 4],
    ]

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isDigit else {
                index += 1
                continue
            }
            let end = digitsEnd(bytes, from: index)
            if let finding = finding(text, cues, DigitGroup(start: index, end: end)) {
                findings.append(finding)
                index = finding.end
            } else {
                index = end
            }
        }
    }

    private func finding(_ text: FoldedText, _ cues: ContextCues, _ first: DigitGroup) -> Finding? {
        guard mayStart(text, at: first.start) else {
            // "visa4111111111111111": the word runs into the number.
            guard cues.nearest(.card, before: first.start, window: 0)?.end == first.start, text.at(first.start - 1).isASCIILetter,
                let glued = candidate(text, cues, first), glued.score >= Self.certain
            else { return nil }
            return glued
        }
        var printed = candidate(text, cues, first)
        if let found = printed, !isCertainWhereItStands(text, found) { printed = nil }
        if let printed, printed.score >= Self.network { return printed }
        return loose(text, cues, first) ?? printed
    }

    /// Behind a plus sign ("+4539578763621486,04/27" is a line that a patch adds) only what is too long for a telephone number (ITU-T E.164: 15 digits) or an
    /// American Express card; beside an underscore that joins ("4539578763621486_front.png") only a network's number with its check digit.
    private func isCertainWhereItStands(_ text: FoldedText, _ finding: Finding) -> Bool {
        let isAdded = text.at(finding.start - 1) == .plus
        guard isAdded || text.isJoined(finding.start, finding.end) else { return true }
        let digits = text.bytes[finding.start..<finding.end]
        let count = digits.count(where: \.isDigit)
        guard issuerScore(digits, count: count) >= Self.network, Digits.passesLuhn(digits) else { return false }
        if isAdded { return count >= 15 && !text.at(finding.start - 2).isAlphanumeric }
        return !text.isAmongJoinedDigits(finding.start, finding.end)
    }

    private func candidate(_ text: FoldedText, _ cues: ContextCues, _ first: DigitGroup) -> Finding? {
        if first.count >= 12 {
            guard first.count <= 19, mayEnd(text, at: first.end) else { return nil }
            return judge(text, cues, start: first.start, end: first.end, isPrinted: false)
        }
        guard first.count >= 4 else { return nil }
        let separators: [UInt8] = [.space, .hyphen, .dot]
        var separator = separators.contains(text.at(first.end)) ? text.at(first.end) : nil
        var groups = [first]
        while let last = groups.last, groups.count < 5 {
            let next: Int
            if let broken = lineBreakEnd(text, from: last.end) {
                next = broken
            } else if separators.contains(text.at(last.end)), separator == nil || separator == text.at(last.end) {
                separator = text.at(last.end)
                next = last.end + 1
            } else {
                break
            }
            guard text.at(next).isDigit else { break }
            groups.append(DigitGroup(start: next, end: digitsEnd(text.bytes, from: next)))
        }
        if groups.count == 2, let finding = broken(text, cues, groups[0], groups[1]) { return finding }
        var mistyped: Finding?
        for shape in Self.printedShapes where shape.count <= groups.count && zip(shape, groups).allSatisfy({ $0 == $1.count }) {
            let end = groups[shape.count - 1].end
            if shape == Self.longShape, let finding = withTail(text, cues, groups, separator) { return finding }
            guard mayEnd(text, at: end) else { continue }
            // Twelve digits in the middle of more, or at the beginning of more where no network has such: a part of another number.
            if shape.count == 3, shape[2] == 4, text.at(first.start - 1) == .space,
                (2...5).allSatisfy({ text.at(first.start - $0).isDigit })
            {
                continue
            }
            if shape.count == 3, shape[2] == 4, groups.count > 3, groups[3].count >= 3,
                issuerScore(text.bytes[first.start..<end], count: 12) < 0.4
            {
                continue
            }
            guard let finding = judge(text, cues, start: first.start, end: end, isPrinted: true) else { continue }
            if Digits.passesLuhn(text.bytes[first.start..<end]) { return finding }
            // A short last group is one of the number only where the check digit says so.
            if mistyped == nil, shape.count < 5 || shape[4] == 3 { mistyped = finding }
        }
        return mistyped
    }

    /// "6759-6498-2643-8453-05": a card and one or two digits more, as an issue number or a longer number that was mistyped. Behind a blank two digits may be
    /// anything, so there only where the network has longer numbers: Maestro.
    private func withTail(_ text: FoldedText, _ cues: ContextCues, _ groups: [DigitGroup], _ separator: UInt8?) -> Finding? {
        guard groups.count == 5, groups[4].count <= 2, mayEnd(text, at: groups[4].end) else { return nil }
        let digits = text.bytes[groups[0].start..<groups[3].end]
        let two = Digits.prefix(digits, count: 2)
        let isMaestro = two == 50 || (56...58).contains(two) || two == 63 || two == 67
        guard isMaestro || separator == .hyphen, Digits.passesLuhn(digits), issuerScore(digits, count: 16) >= Self.network else {
            return nil
        }
        guard let card = judge(text, cues, start: groups[0].start, end: groups[3].end, isPrinted: true) else { return nil }
        return Finding(
            entity: card.entity, start: card.start, end: groups[4].end, score: card.score, rule: card.rule, reasons: card.reasons)
    }

    // MARK: Groups and marks that no card has

    /// "4111  1111  1111  1111", "4111 - 1111 - 1111 - 1111", "41111111 11111111", "4 1 1 1 ...", "4111_1111_1111_1111": only with a valid check digit, a
    /// network's prefix and that network's length. Numbers that often stand in such a row by themselves need a word for card as well.
    private func loose(_ text: FoldedText, _ cues: ContextCues, _ first: DigitGroup) -> Finding? {
        guard first.count == 1 || first.count == 4 || first.count == 8 else { return nil }
        var groups = [first]
        var total = first.count
        var mark: UInt8?
        var needsWord = first.count == 1
        // "(4111) 1111 1111 1111".
        let isOpen = text.at(first.start - 1) == .openParenthesis && text.at(first.end) == .closeParenthesis
        let start = isOpen ? first.start - 1 : first.start
        while let last = groups.last, total < Self.longest,
            let joint = joint(text, from: isOpen && groups.count == 1 ? last.end + 1 : last.end),
            mark == nil || mark == joint.mark || isPrinted(mark) && isPrinted(joint.mark)
        {
            mark = joint.mark
            needsWord = needsWord || joint.mark == .comma || joint.mark == .colon || text.bytes[last.end..<joint.end].contains(.tab)
            groups.append(DigitGroup(start: joint.end, end: digitsEnd(text.bytes, from: joint.end)))
            total += groups[groups.count - 1].count
        }
        let isMarked = mark == .underscore || mark == .slash || mark == .comma || mark == .colon
        while groups.count > 1 {
            let end = groups[groups.count - 1].end
            let digits = text.bytes[first.start..<end]
            if (13...Self.longest).contains(total), isLooseShape(groups.map(\.count), onlyFours: isMarked), mayEnd(text, at: end),
                mark != .underscore || text.at(end) != .underscore,
                Digits.passesLuhn(digits), !Digits.areAllEqual(digits), issuerScore(digits, count: total) >= Self.network
            {
                let context = cues.nearest([.card, .otherNumber], before: first.start, window: Self.window)?.cue
                if context?.contains(.card) ?? (cues.nearest(.card, after: end, window: 16) != nil) {
                    return Finding(
                        entity: .creditCard, start: start, end: end, score: Self.certain, rule: "card-loose-context",
                        reasons: ["check digit", "issuer prefix", "context: card"])
                }
                guard context == nil, !needsWord || text.isAlone(first.start, end) else { return nil }
                return Finding(
                    entity: .creditCard, start: start, end: end, score: 0.7, rule: "card-loose",
                    reasons: ["check digit", "issuer prefix"])
            }
            total -= groups.removeLast().count
        }
        return nil
    }

    private func isPrinted(_ mark: UInt8?) -> Bool { mark == .space || mark == .hyphen }

    private func isLooseShape(_ sizes: [Int], onlyFours: Bool) -> Bool {
        if sizes.count > 3, sizes.dropLast().allSatisfy({ $0 == 4 }), (3...4).contains(sizes[sizes.count - 1]) { return true }
        if onlyFours { return false }
        return sizes == [8, 8] || sizes == [4, 4, 8] || sizes == [4, 6, 5] || sizes == [4, 6, 4] || sizes.allSatisfy { $0 == 1 }
    }

    /// Up to three blanks or tabs; one mark; a hyphen between blanks.
    private func joint(_ text: FoldedText, from start: Int) -> (mark: UInt8, end: Int)? {
        var index = start
        while index - start < 3, text.at(index) == .space || text.at(index) == .tab { index += 1 }
        if index > start, text.at(index).isDigit { return index < text.bytes.count ? (.space, index) : nil }
        let mark = text.at(index)
        guard mark == .hyphen || index == start && [.underscore, .slash, .comma, .colon].contains(mark) else { return nil }
        index += 1
        if index - start > 1, text.at(index) == .space { index += 1 }
        return text.at(index).isDigit ? (mark, index) : nil
    }

    private static let longest = 19
    /// From this score on a prefix and a length are those of a network.
    private static let network: Float = 0.6
    private static let certain: Float = 0.95

    /// A run of digits that a line break cut in two, as forms and e-mail programs do; anything else in two lines is two numbers, so a word must say card.
    private func broken(_ text: FoldedText, _ cues: ContextCues, _ first: DigitGroup, _ second: DigitGroup) -> Finding? {
        guard lineBreakEnd(text, from: first.end) == second.start, (13...19).contains(first.count + second.count),
            mayEnd(text, at: second.end),
            cues.nearest(.card, before: first.start, window: Self.window) != nil, Digits.passesLuhn(text.bytes[first.start..<second.end])
        else { return nil }
        return judge(text, cues, start: first.start, end: second.end, isPrinted: false)
    }

    /// Past one line break with at most two blanks before and after it; nil when there is none.
    private func lineBreakEnd(_ text: FoldedText, from start: Int) -> Int? {
        var index = start
        var breaks = 0
        while index - start < 6, index < text.bytes.count, text.bytes[index].isSpace {
            if text.bytes[index] == .lineFeed || (text.bytes[index] == 0x0D && text.at(index + 1) != .lineFeed) { breaks += 1 }
            index += 1
        }
        return breaks == 1 ? index : nil
    }

    private func judge(_ text: FoldedText, _ cues: ContextCues, start: Int, end: Int, isPrinted: Bool) -> Finding? {
        let digits = text.bytes[start..<end]
        guard !Digits.areAllEqual(digits) else { return nil }
        let count = digits.count(where: \.isDigit)
        let issuer = issuerScore(digits, count: count)
        let context = cues.nearest([.card, .otherNumber], before: start, window: Self.window)?.cue
        let isNamed = context?.contains(.card) ?? (cues.nearest(.card, after: end, window: 16) != nil)
        let isOther = context.map { !$0.contains(.card) } ?? false
        if Digits.passesLuhn(digits) {
            var score = issuer
            if isNamed { score = min(1, score + 0.4) } else if isOther { score -= 0.25 }
            return Finding(
                entity: .creditCard, start: start, end: end, score: score, rule: isNamed ? "card-luhn-context" : "card-luhn",
                reasons: isNamed ? ["check digit", "context: card"] : ["check digit", "issuer prefix"])
        }
        guard issuer >= 0.6, isPrinted || isNamed else { return nil }
        // A dashed 4-4-4-4 number of a known issuer is hardly anything else; a bare run needs the word.
        let score: Float = isNamed ? 0.5 : isOther ? 0.2 : 0.4
        return Finding(
            entity: .creditCard, start: start, end: end, score: score, rule: "card-bad-check",
            reasons: isNamed ? ["form", "issuer prefix", "context: card"] : ["form", "issuer prefix"])
    }

    /// How much the issuer prefix and the length alone say, given that Luhn's check holds (which one number in ten does).
    private func issuerScore(_ digits: ArraySlice<UInt8>, count: Int) -> Float {
        let four = Digits.prefix(digits, count: 4)
        let two = four / 100
        switch count {
        case 16 where four / 1000 == 4 || (51...55).contains(two) || (2221...2720).contains(four) || (3528...3589).contains(four):
            return 0.9
        case 16 where four == 6011 || two == 65 || (644...649).contains(four / 10) || two == 62 || (2200...2205).contains(four): return 0.9
        // Mir's and JCB's longer numbers, Uzcard and Humo.
        case 17...19 where (2200...2204).contains(four) || (3528...3589).contains(four): return 0.7
        case 16 where four == 8600 || four == 9860: return 0.6
        case 15 where two == 34 || two == 37: return 0.9
        case 15 where four == 2131 || four == 1800: return 0.8
        case 14 where two == 36 || two == 38 || two == 39 || (3000...3059).contains(four): return 0.7
        case 13 where four / 1000 == 4, 19 where four / 1000 == 4: return 0.6
        case 16...19 where two == 50 || (56...69).contains(two) || two == 81 || two == 82 || two == 97: return 0.6
        // Diners Club's longer numbers: with a word, for identifiers of posts and accounts are as long.
        case 17...19 where two == 36 || two == 38 || two == 39 || (3000...3059).contains(four): return 0.35
        // Air-travel cards: prefix 1, 15 digits.
        case 15 where four / 1000 == 1: return 0.45
        case 12...15 where two == 50 || (56...69).contains(two): return 0.42
        // ISO/IEC 7812: industries 3 to 6 are those of payment cards. Thirteen digits are a time in milliseconds too.
        case 14...16 where (3...6).contains(four / 1000): return 0.42
        default: return 0.25
        }
    }

    private func digitsEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end].isDigit { end += 1 }
        return end
    }

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        if before.isAlphanumeric { return isTrackOne(text, index) }
        // Inside a decimal, a date or a longer grouped number.
        if before == .dot || before == .hyphen || before == .slash { return !text.at(index - 2).isDigit }
        return true
    }

    private func mayEnd(_ text: FoldedText, at end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric || after == .atSign || after == .percent { return false }
        if after == .dot || after == .hyphen || after == .slash { return !text.at(end + 1).isDigit || isExpiry(text, end) }
        return true
    }

    /// "4539578763621486/04/27", "4539578763621486-04-2027": the month until which the card is valid, and the year.
    private func isExpiry(_ text: FoldedText, _ mark: Int) -> Bool {
        guard text.at(mark) != .dot, text.at(mark + 1).isDigit, text.at(mark + 2).isDigit,
            (1...12).contains(text.at(mark + 1).digitValue * 10 + text.at(mark + 2).digitValue)
        else { return false }
        var end = mark + 3
        guard text.at(end) == .slash || text.at(end) == .hyphen else { return false }
        end += 1
        let year = end
        while end - year <= 4, text.at(end).isDigit { end += 1 }
        return (end - year == 2 || end - year == 4) && !text.at(end).isAlphanumeric
    }

    /// "%B4539578763621486^BERG/ANNA^2704": the first track of a magnetic stripe (ISO/IEC 7813).
    private func isTrackOne(_ text: FoldedText, _ start: Int) -> Bool {
        text.at(start - 1) == UInt8(ascii: "B") && text.at(start - 2) == .percent
    }
}
