/// Telephone numbers: groups of digits whose pattern is that of a number with a country code, of the North American plan, or of a national number with a
/// trunk zero. Any other pattern of 7 to 12 digits needs a word such as "call" or "fax" beside it; a word such as "order" lowers the score.
/// An extension ("x123", "ext. 123") belongs to the number. ITU-T E.164 and E.123, the North American plan, and the plans of E.129.
struct PhoneRecognizer: Recognizer {
    private static let longestNumber = 15
    private static let mostGroups = 8
    private static let contextBonus: Float = 0.4
    private static let otherNumberMalus: Float = 0.3
    /// From this score on the pattern alone says telephone. A word for another number then leaves it at the default threshold and not below: it may
    /// belong to another part of the sentence, and a number masked too much costs less than one that leaves.
    private static let ownWitness: Float = 0.5
    private static let ownWitnessFloor: Float = 0.4
    /// The number is all the text there is: above what an account number scores there.
    private static let alone: Float = 0.43
    private static let dialled = "phone-dialled-international"

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte.isDigit || byte == .plus || byte == .openParenthesis || byte == .openBracket || byte == .percent else {
                index += 1
                continue
            }
            if mayStart(text, at: index),
                let run = GroupRun(text, at: index, mostGroups: Self.mostGroups, longestGroup: Self.longestNumber),
                let finding = best(text, cues, run)
            {
                findings.append(finding)
                index = finding.end
            } else if byte.isDigit {
                while index < bytes.count, bytes[index].isDigit { index += 1 }
            } else {
                index += 1
            }
        }
    }

    /// The longest prefix of the run that is a number in itself; else the longest that is one given its context.
    private func best(_ text: FoldedText, _ cues: ContextCues, _ run: GroupRun) -> Finding? {
        var weak: Finding?
        var most = run.groups.count
        // What is a number before the line ends is that number, and the next line begins with another.
        if let line = run.groupsOnFirstLine, shape(text, run, count: line)?.score ?? 0 >= 0.45 { most = line }
        for count in stride(from: most, through: 1, by: -1) {
            guard let shape = shape(text, run, count: count), let end = numberEnd(text, run, count: count) else { continue }
            let finding = weigh(text, cues, run, shape: shape, digitsEnd: run.groups[count - 1].end, end: end)
            if shape.score >= 0.45 { return finding }
            if finding.score > (weak?.score ?? 0.1) { weak = finding }
        }
        return weak
    }

    // MARK: Shapes

    private struct Shape {
        let score: Float
        let rule: String
    }

    private func shape(_ text: FoldedText, _ run: GroupRun, count: Int) -> Shape? {
        let groups = run.groups[..<count]
        let total = groups.reduce(0) { $0 + $1.count }
        guard total >= 6, total <= Self.longestNumber, count > 1 || !run.isBracketed else { return nil }
        let hasOddJoint = groups.dropLast().contains { GroupRun.isOdd(text, at: $0.end) }
        if run.hasPlus {
            guard !hasOddJoint || groups.dropLast().allSatisfy({ GroupRun.isOdd(text, at: $0.end) }) else { return nil }
            return international(text, groups, total: total)
        }
        let digits = text.bytes[run.start..<groups[count - 1].end]
        guard !Digits.areAllEqual(digits) else { return nil }
        let sizes = groups.map(\.count)
        if text.bytes[groups[0].start] == 0x30, text.at(groups[0].start + 1) == 0x30, total >= 10,
            let shape = dialledInternational(text, groups, sizes)
        {
            return shape
        }
        if sizes[0] == 3, text.lowered(groups[0].start, groups[0].end) == "011", total >= 11,
            let shape = dialledInternational(text, groups, sizes)
        {
            return shape
        }
        let northAmerican = northAmerican(text, run, groups, sizes)
        // "082 123 4567": no area of the North American plan begins with the trunk zero of others.
        if let northAmerican, northAmerican.score >= Self.ownWitness || text.bytes[groups[0].start] != 0x30 || hasOddJoint {
            return northAmerican
        }
        guard !hasOddJoint, !run.isBracketed, !isOtherNumber(text, run, groups, sizes),
            let national = national(text, run, groups, sizes, total: total)
        else { return northAmerican }
        guard let northAmerican else { return national }
        // A little above what a health service's number of ten digits scores there.
        return national.score > northAmerican.score ? Shape(score: national.score + 0.02, rule: national.rule) : northAmerican
    }

    private func international(_ text: FoldedText, _ groups: ArraySlice<DigitGroup>, total: Int) -> Shape? {
        let digits = groups.flatMap { text.bytes[$0.start..<$0.end] }
        guard let code = CountryCode(digits[...]) else { return nil }
        // "+41 (0)69": the trunk zero is written but not dialled.
        let national = total - code.digits
        let hasTrunkZero =
            groups.count > 1
            && groups.dropFirst().contains { $0.count == 1 && text.bytes[$0.start] == 0x30 && text.at($0.start - 1) == .openParenthesis }
        let length = hasTrunkZero ? national - 1 : national
        guard code.nationalLengths.contains(length) else { return nil }
        return Shape(score: 0.85, rule: "phone-international")
    }

    /// "0044 20 7946 0958", "001-202-555-0143", and "011 44 20 7946 0958" as dialled in North America.
    private func dialledInternational(_ text: FoldedText, _ groups: ArraySlice<DigitGroup>, _ sizes: [Int]) -> Shape? {
        let digits = text.bytes[groups[0].start..<groups[groups.count - 1].end].filter(\.isDigit)
        let prefix = digits[1] == 0x30 ? 2 : 3
        guard let code = CountryCode(digits[prefix...]), code.nationalLengths.contains(digits.count - prefix - code.digits) else {
            return nil
        }
        // One run of digits may as well be an account number with leading zeros.
        return Shape(score: groups.count > 1 ? 0.7 : 0.3, rule: Self.dialled)
    }

    private func northAmerican(_ text: FoldedText, _ run: GroupRun, _ groups: ArraySlice<DigitGroup>, _ sizes: [Int]) -> Shape? {
        let hasCountry = sizes.count == 4 && sizes[0] == 1 && text.bytes[groups[0].start] == 0x31
        let core = hasCountry ? groups.dropFirst() : groups
        guard core.map(\.count) == [3, 3, 4] else {
            // "(212)5550143" and "212 5550143".
            guard core.map(\.count) == [3, 7], !run.isBracketed, !GroupRun.isOdd(text, at: core[core.startIndex].end) else { return nil }
            return Shape(score: text.at(core[core.startIndex].start - 1) == .openParenthesis ? 0.6 : 0.3, rule: "phone-north-american")
        }
        let area = core[core.startIndex]
        let exchange = core[core.startIndex + 1]
        let isParenthesised = text.at(area.start - 1) == .openParenthesis
        let first = text.at(area.end)
        let second = text.at(exchange.end)
        if run.isBracketed {
            // "[415] 555-2671"; the brackets of a log or a link hold any number.
            guard text.bytes[area.start] >= 0x32, text.bytes[exchange.start] >= 0x32, second == .hyphen || second == .dot else {
                return nil
            }
            return Shape(score: 0.6, rule: "phone-north-american")
        }
        if isParenthesised { return Shape(score: 0.75, rule: "phone-north-american") }
        // NANPA, numbering plan: area and exchange begin with 2 to 9. What does not may still be a slip of the finger.
        let isIssued = text.bytes[area.start] >= 0x32 && text.bytes[exchange.start] >= 0x32
        if GroupRun.isOdd(text, at: area.end) || GroupRun.isOdd(text, at: exchange.end) {
            return first == second && GroupRun.isOdd(text, at: area.end) && GroupRun.isOdd(text, at: exchange.end) && isIssued
                ? Shape(score: 0.45, rule: "phone-north-american") : nil
        }
        if first == second, first == .hyphen || first == .dot || first == .slash {
            // "100-200-3000" is a range or an example.
            let isRound = !isIssued && core.allSatisfy { text.at($0.end - 1) == 0x30 && text.at($0.end - 2) == 0x30 }
            return Shape(score: isIssued ? 0.7 : isRound ? 0.2 : 0.42, rule: "phone-north-american")
        }
        return Shape(score: isIssued ? (hasCountry || second == .hyphen ? 0.6 : 0.5) : 0.3, rule: "phone-north-american")
    }

    private func national(_ text: FoldedText, _ run: GroupRun, _ groups: ArraySlice<DigitGroup>, _ sizes: [Int], total: Int) -> Shape? {
        if total == 6 {
            // The shortest national numbers, "33 93 31", and only behind a word: with dots it would be a date.
            guard sizes == [2, 2, 2], text.at(groups[0].end) == .space, text.at(groups[1].end) == .space else { return nil }
            return Shape(score: 0.15, rule: "phone-groups")
        }
        // "00" dials another country, and what follows was none.
        let startsWithZero = text.bytes[groups[0].start] == 0x30 && text.at(groups[0].start + 1) != 0x30
        guard sizes.count > 1 else {
            guard (7...12).contains(total), !isRound(text.bytes[groups[0].start..<groups[0].end]) else { return nil }
            // British mobile numbers are the one unspaced pattern narrow enough to stand without context.
            let isMobile = total == 11 && startsWithZero && text.at(groups[0].start + 1) == 0x37
            return Shape(score: isMobile ? 0.45 : startsWithZero && total >= 10 ? 0.25 : 0.2, rule: "phone-digits")
        }
        guard total <= 13 else { return nil }
        // A single digit behind a hyphen is the extension of the switchboard: "089 / 123 456 - 0".
        let isExtension =
            sizes.count > 2 && joint(text, before: groups[groups.count - 1].start) == .hyphen
            && (sizes.count > 3 || joint(text, before: groups[1].start) == .slash)
        let hasSingle = sizes.dropFirst().dropLast(isExtension ? 1 : 0).contains(1)
        if startsWithZero, (9...13).contains(total), sizes[0] >= 2, !hasSingle {
            // Two short groups may be a postcode and a house number.
            return Shape(score: sizes.count == 2 && total < 10 ? 0.35 : 0.5, rule: "phone-national")
        }
        // Australia: 1300 and 1800 belong to no place.
        if sizes == [4, 3, 3], text.bytes[groups[0].start] == 0x31, ["1300", "1800"].contains(text.lowered(groups[0].start, groups[0].end))
        {
            return Shape(score: 0.55, rule: "phone-national")
        }
        if startsWithZero, total == 8, sizes.count >= 3, !hasSingle, text.at(groups[0].end) == .hyphen || text.at(groups[0].end) == .slash {
            return Shape(score: 0.42, rule: "phone-national")
        }
        if total == 11, sizes[0] == 1, sizes[1] == 3, text.bytes[groups[0].start] == 0x38, !hasSingle {
            // Russia and Kazakhstan: 8, area, number.
            return Shape(score: text.at(groups[1].start - 1) == .openParenthesis ? 0.6 : 0.42, rule: "phone-national")
        }
        // What is written like no plan still is a telephone number where a word says so.
        if hasSingle || total > 12 { return Shape(score: 0.1, rule: "phone-groups") }
        // Brazil: area, mobile number.
        if run.isParenthesised, sizes == [2, 5, 4], text.bytes[groups[1].start] == 0x39 {
            return Shape(score: 0.7, rule: "phone-parenthesised")
        }
        if run.isParenthesised, total >= 8 { return Shape(score: 0.4, rule: "phone-parenthesised") }
        if sizes == [3, 4] {
            // "555-0143", the local form; 555 is what fiction and documentation use.
            let is555 = text.bytes[groups[0].start..<groups[0].end].elementsEqual([0x35, 0x35, 0x35])
            return Shape(score: is555 ? 0.45 : 0.2, rule: "phone-local")
        }
        return Shape(score: 0.2, rule: "phone-groups")
    }

    /// The sign between a group and the one before it, blanks left out.
    private func joint(_ text: FoldedText, before start: Int) -> UInt8 {
        text.at(start - 1) == .space ? text.at(start - 2) : text.at(start - 1)
    }

    /// "1000000": an amount.
    private func isRound(_ digits: ArraySlice<UInt8>) -> Bool { digits.suffix(5).allSatisfy { $0 == 0x30 } }

    /// Dates, dotted addresses, social security numbers and cards have their own shapes.
    private func isOtherNumber(_ text: FoldedText, _ run: GroupRun, _ groups: ArraySlice<DigitGroup>, _ sizes: [Int]) -> Bool {
        if sizes == [3, 2, 4] { return true }
        if sizes.starts(with: [4, 2, 2]) || sizes.starts(with: [2, 2, 4]) {
            let year = groups[sizes[0] == 4 ? 0 : 2]
            if (1900...2099).contains(Digits.prefix(text.bytes[year.start..<year.end], count: 4)) { return true }
        }
        // `"GET / HTTP/1.1" 200 2326`: status and size.
        if sizes == [3, 4], isBehindProtocol(text, groups[0].start) { return true }
        if sizes.starts(with: [4, 4, 4]) || sizes.starts(with: [4, 6, 5]) { return true }
        if sizes.count >= 4, sizes.allSatisfy({ $0 <= 3 }), groups.dropLast().allSatisfy({ text.at($0.end) == .dot }),
            sizes.contains(1) || sizes.count == 4
        {
            return true
        }
        return false
    }

    private func isBehindProtocol(_ text: FoldedText, _ start: Int) -> Bool {
        guard text.at(start - 1) == .space, text.at(start - 2) == .doubleQuote else { return false }
        var index = start - 3
        while start - index < 8, text.at(index).isDigit || text.at(index) == .dot { index -= 1 }
        return text.at(index) == .slash && text.lowered(index - 4, index) == "http"
    }

    // MARK: Context

    private func weigh(_ text: FoldedText, _ cues: ContextCues, _ run: GroupRun, shape: Shape, digitsEnd: Int, end: Int) -> Finding {
        var score = shape.score
        if shape.score < Self.alone, isLikelyAlone(run, digitsEnd: digitsEnd, text, dialsAbroad: shape.rule == Self.dialled) {
            return Finding(
                entity: .phoneNumber, start: run.start, end: end, score: Self.alone, rule: shape.rule, reasons: ["numbering plan", "alone"])
        }
        var reasons = ["numbering plan"]
        switch PhoneContext(text, cues, start: run.start, digitsEnd: digitsEnd, isRun: run.groups[0].end == digitsEnd) {
        case .phone:
            score = min(1, score + Self.contextBonus)
            reasons = shape.score < Self.ownWitness ? ["context: telephone"] : ["numbering plan", "context: telephone"]
        case .otherNumber: score = max(shape.score >= Self.ownWitness ? Self.ownWitnessFloor : 0, score - Self.otherNumberMalus)
        case .none: break
        }
        return Finding(entity: .phoneNumber, start: run.start, end: end, score: score, rule: shape.rule, reasons: reasons)
    }

    /// The answer to "what is your number?": several groups, or a run as long as most numbers are. Numbers with a check digit score more.
    private func isLikelyAlone(_ run: GroupRun, digitsEnd: Int, _ text: FoldedText, dialsAbroad: Bool) -> Bool {
        let number = text.bytes[run.start..<digitsEnd]
        let digits = number.count(where: \.isDigit)
        guard (7...11).contains(digits) || dialsAbroad && digits <= Self.longestNumber, text.isAlone(run.start, digitsEnd) else {
            return false
        }
        // "1 2 3 4 5 6 7 8 9 10" counts.
        if run.groups.count > 6, run.groups.dropLast().allSatisfy({ $0.count == 1 }) { return false }
        // "3.14159265" is a decimal.
        let isDecimal = digits + 1 == number.count && number.contains(.dot)
        return digits >= 10 || digits < number.count && !isDecimal
    }

    // MARK: Borders

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        if before.isAlphanumeric || before == .plus || before == .dollar || before == .percent { return false }
        if text.isJoined(index, index) { return false }
        if text.bytes[index] == .plus || text.bytes[index] == .percent { return true }
        // Inside a decimal, a range or an identifier such as "ORD-5550143".
        if PhoneContext.isLink(text, index) { return true }
        // "Ph.4155552671", "No.4155552671".
        if before == .dot, text.at(index - 2).isLetter { return PhoneContext.isAbbreviation(text, endingAt: index - 1) }
        if before == .dot || before == .hyphen || before == .slash || before == .comma || before == .colon {
            if before == .comma, !text.isThousandsComma(index - 1) { return true }
            let previous = text.at(index - 2)
            return !previous.isDigit && (before == .colon || before == .comma || !previous.isLetter)
        }
        // Currency signs outside ASCII stand right before the number; so does an emoji before a phone, which is worth more.
        return true
    }

    /// The end of the number with its extension; nil when it runs on into something else.
    private func numberEnd(_ text: FoldedText, _ run: GroupRun, count: Int) -> Int? {
        let end = run.groups[count - 1].end
        if let extended = extensionEnd(text, from: end) { return extended }
        let after = text.at(end)
        if after.isAlphanumeric || text.isJoined(end, end) || after == .atSign || after == .percent { return nil }
        if after == .dot || after == .colon || after == .slash, text.at(end + 1).isDigit { return nil }
        if text.isThousandsComma(end) { return nil }
        // Cutting a run short inside a hyphenated number would leave half of it behind.
        if after == .hyphen, text.at(end + 1).isDigit { return nil }
        return end
    }

    private func extensionEnd(_ text: FoldedText, from end: Int) -> Int? {
        var index = end
        while index - end < 2, text.at(index) == .space || text.at(index) == .comma { index += 1 }
        let word = index
        while index - word < 9, text.at(index).isASCIILetter { index += 1 }
        switch index - word {
        case 0:
            guard text.at(index) == .hash else { return nil }
            index += 1
        case 1: guard text.at(word).lowered == 0x78 else { return nil }
        default:
            let name = text.lowered(word, index)
            guard name == "ext" || name == "extn" || name == "extension" else { return nil }
        }
        while index - word < 12, text.at(index) == .dot || text.at(index) == .colon || text.at(index) == .space { index += 1 }
        let digits = index
        while index - digits < 7, text.at(index).isDigit { index += 1 }
        guard index > digits, index - digits < 7, !text.at(index).isAlphanumeric else { return nil }
        return index
    }
}

/// Digit groups with single separators between them: "+1 (234) 567-8901" has four.
private struct GroupRun {
    /// Includes a leading "+", "%2B" or "(".
    let start: Int
    let hasPlus: Bool
    let isParenthesised: Bool
    /// The area stands in square brackets.
    let isBracketed: Bool
    private(set) var groups: [DigitGroup] = []
    /// Nil when all are on one line. Only a number with a country code, whose length is known, is looked for beyond a line's end.
    private(set) var groupsOnFirstLine: Int?

    init?(_ text: FoldedText, at start: Int, mostGroups: Int, longestGroup: Int) {
        self.start = start
        var index = start
        isBracketed = text.at(index) == .openBracket
        var isOpen = text.at(index) == .openParenthesis || isBracketed
        isParenthesised = isOpen && !isBracketed
        if isOpen { index += 1 }
        // "+44", "(+44)", "+(44)".
        let isEncoded = text.at(index) == .percent
        hasPlus = text.at(index) == .plus || isEncoded
        if isEncoded {
            guard text.lowered(index, index + 3) == "%2b" else { return nil }
            index += 3
        } else if hasPlus {
            index += 1
        }
        if hasPlus, !isOpen, text.at(index) == .openParenthesis {
            isOpen = true
            index += 1
        }
        let isSpacedWidely = hasPlus || text.at(index) == 0x30
        // Digit by digit: "4 1 5 5 5 5 0 1 3 2".
        while groups.count < (groups.last?.end == start + 2 * groups.count - 1 ? longestGroup : mostGroups), text.at(index).isDigit {
            let groupStart = index
            while text.at(index).isDigit {
                index += 1
                if index - groupStart > longestGroup { break }
            }
            if index - groupStart > longestGroup { break }
            groups.append(DigitGroup(start: groupStart, end: index))
            if isEncoded, text.at(index) == .percent, text.at(index + 1) == 0x32, text.at(index + 2) == 0x30, text.at(index + 3).isDigit {
                index += 3
            } else if let next = Self.separatorEnd(text, from: index, isOpen: &isOpen, isSpacedWidely: isSpacedWidely) {
                index = next
            } else if hasPlus, !isOpen, groupsOnFirstLine == nil, text.at(index).isNewline, text.at(index + 1).isDigit {
                groupsOnFirstLine = groups.count
                index += 1
            } else {
                break
            }
        }
        if groups.isEmpty { return nil }
    }

    /// An underscore, a point at mid-height or between blanks: between the groups of a number of the North American plan and nowhere else.
    static func isOdd(_ text: FoldedText, at index: Int) -> Bool {
        let byte = text.at(index)
        return byte == .underscore || byte == FoldedText.other || byte == .space && text.at(index + 1) == .dot
    }

    /// Past one separator: a blank, hyphen, dot or slash, a parenthesis opened or closed, or a hyphen or dot between blanks; behind a plus or a
    /// leading zero, as in Germany, also a slash or hyphen with a blank on either side.
    private static func separatorEnd(_ text: FoldedText, from start: Int, isOpen: inout Bool, isSpacedWidely: Bool) -> Int? {
        var index = start
        if isOpen {
            guard text.at(index) == .closeParenthesis || text.at(index) == .closeBracket else { return nil }
            isOpen = false
            index += 1
            if text.at(index).isDigit { return index }
        }
        let byte = text.at(index)
        if byte == .space || byte == .hyphen || byte == .dot || byte == .slash || isOdd(text, at: index) {
            index += 1
            if byte == .space, text.at(index) == .hyphen || text.at(index) == .dot, text.at(index + 1) == .space { index += 2 }
            if isSpacedWidely {
                if byte == .space, text.at(index) == .slash || text.at(index) == .hyphen { index += 1 }
                if text.at(index - 1) == .slash || text.at(index - 1) == .hyphen, text.at(index) == .space { index += 1 }
            }
        }
        if text.at(index) == .openParenthesis {
            isOpen = true
            index += 1
        }
        return index > start && text.at(index).isDigit ? index : nil
    }
}
