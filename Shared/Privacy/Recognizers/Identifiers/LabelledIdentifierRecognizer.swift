/// Identifiers that only their label tells: "MRN: 4471902", "Policy no. HX-2209-14", "Kundennummer 300 412", "Az.: 3 O 123/21", a cell under "employee_id". Labels
/// and what they demand are in `IdentifierLabels`: some say all by themselves, some need a colon, some a word for number beside them.
///
/// Passports, driving licences and bank accounts keep their own type whatever the form of their number; the rest is an `idNumber`. No standard: labels as forms, letters and logs have them.
struct LabelledIdentifierRecognizer: Recognizer {
    /// A label phrase has at most so many words: "medical record identification number".
    private static let mostWords = 5

    /// How a label leads to its value.
    private enum Joint {
        case separator
        case copula
        case blank
    }

    private struct Label {
        var cue: Cue
        var hasNumber: Bool
        var end: Int
        /// Two to four capitals, of an `idNoun`.
        var isAbbreviation = false
        /// Ends in "#" or "n°", which the value may follow without a blank.
        var endsInSign = false
    }

    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        var reached = 0
        for position in cues.words.indices {
            let word = cues.words[position]
            guard word.start >= reached, !word.cue.isDisjoint(with: Self.announcing) || word.cue.contains([.numberWord, .identity]) else {
                continue
            }
            if let cellEnd = word.cellEnd {
                if let finding = cell(text, word, end: cellEnd) { findings.append(finding) }
                continue
            }
            let label = label(text, cues, position)
            // "ID" is a label beside another word for number, and where it stands for itself.
            if label.cue.isDisjoint(with: Self.announcing), !label.hasNumber {
                if let finding = ownID(text, word, label) {
                    findings.append(finding)
                    reached = finding.end
                }
                continue
            }
            if let finding = value(text, label) {
                findings.append(finding)
                reached = finding.end
            }
        }
    }

    private static let announcing: Cue = [.idLabel, .idNoun, .idQualifier, .passport, .driverLicence, .plate]

    // MARK: Label

    /// The phrase that begins with the word at `position`, with the word for number before it, if any: "n.º de expediente", "policy no.".
    private func label(_ text: FoldedText, _ cues: ContextCues, _ position: Int) -> Label {
        let word = cues.words[position]
        var label = Label(cue: word.cue, hasNumber: word.cue.contains(.numberWord) && word.cue.contains(.idLabel), end: word.end)
        label.isAbbreviation =
            word.cue.contains(.idNoun) && (2...4).contains(word.end - word.start)
            && text.bytes[word.start..<word.end].allSatisfy(\.isUpperCase)
        if position > 0, cues.words[position - 1].cue.contains(.numberWord), cues.words[position - 1].cellEnd == nil,
            word.start - cues.words[position - 1].end <= 5,
            isGap(text, cues.words[position - 1].end, word.start)
        {
            label.hasNumber = true
        } else if numberSignEnds(text, before: word.start) {
            label.hasNumber = true
        }
        var next = position + 1
        for _ in 1..<Self.mostWords {
            let start = gapEnd(text, label.end)
            if text.at(start) == .hash, start > label.end || text.at(start + 1) == .colon || text.at(start + 1) == .space {
                label.hasNumber = true
                label.end = start + 1
                label.endsInSign = true
                continue
            }
            // "n°", "Nº": the sign is outside ASCII.
            if text.at(start).lowered == 0x6E, text.at(start + 1) >= 0x80 {
                label.hasNumber = true
                label.end = start + 2
                label.endsInSign = true
                continue
            }
            while next < cues.words.count, cues.words[next].start < start || cues.words[next].cellEnd != nil { next += 1 }
            guard next < cues.words.count, cues.words[next].start == start else { break }
            let cue = cues.words[next].cue
            guard !cue.isDisjoint(with: Self.announcing.union([.numberWord, .bank])) else { break }
            if cue.contains(.numberWord) { label.hasNumber = true }
            label.cue.formUnion(cue)
            label.end = cues.words[next].end
            label.endsInSign = false
        }
        return label
    }

    /// Between the words of a label: at most three of blank, hyphen, underscore, point, slash, apostrophe with its s.
    private func gapEnd(_ text: FoldedText, _ start: Int) -> Int {
        var index = start
        if text.at(index) == .singleQuote, text.at(index + 1).lowered == 0x73, !text.at(index + 2).isAlphanumeric { index += 2 }
        let first = index
        while index - first < 3, index < text.bytes.count, isGapByte(text.bytes[index]) { index += 1 }
        return index
    }

    private func isGapByte(_ byte: UInt8) -> Bool {
        byte == .space || byte == .hyphen || byte == .underscore || byte == .dot || byte == .slash || byte == .singleQuote
    }

    /// Only gaps and joining words of at most three letters: "of", "de", "del", "der", "d'".
    private func isGap(_ text: FoldedText, _ start: Int, _ end: Int) -> Bool {
        text.bytes[start..<end].allSatisfy { isGapByte($0) || $0.isASCIILetter && !$0.isUpperCase || $0 >= 0x80 }
    }

    /// "n° ", "N.º de ", "# " right before the label.
    private func numberSignEnds(_ text: FoldedText, before start: Int) -> Bool {
        var index = start - 1
        if text.at(index) == .space { index -= 1 }
        if text.at(index).lowered == 0x65, text.at(index - 1).lowered == 0x64, text.at(index - 2) == .space { index -= 3 }
        if text.at(index) == .hash { return true }
        guard text.at(index) >= 0x80, index >= 0 else { return false }
        index -= 1
        if text.at(index) == .dot { index -= 1 }
        return text.at(index).lowered == 0x6E && !text.at(index - 1).isAlphanumeric
    }

    // MARK: Value

    private func value(_ text: FoldedText, _ label: Label) -> Finding? {
        guard let (start, joint) = valueStart(text, label), start < text.bytes.count else { return nil }
        let isPlate = joint != .blank || label.hasNumber || label.cue.contains(.idNoun)
        if label.cue.contains(.plate), isPlate, let end = IdentifierValue.plateEnd(text, at: start) {
            return Finding(entity: .idNumber, start: start, end: end, score: 0.6, rule: "labelled-plate", reasons: ["context: vehicle"])
        }
        guard let value = IdentifierValue(text, at: start, isLegal: label.cue.contains(.idLabel) || label.cue.contains(.idNoun)) else {
            return nil
        }
        if label.hasNumber, value.isLocator(in: text.bytes[start..<value.end]) {
            return finding(label.cue, value, start, value.end, 0.6)
        }
        var isNamed = !label.cue.isDisjoint(with: [.idLabel, .passport, .driverLicence]) || label.hasNumber
        // "EIN is 12-3456789", "CIF B12345674": an abbreviation in capitals and what looks like its number.
        if label.isAbbreviation, value.isTelling, value.hasJoint || value.letters > 0 { isNamed = true }
        // "Account: HAXG64262129972200".
        if joint == .separator, label.cue.contains([.idQualifier, .bank]), value.isTelling, value.digits >= 6 { isNamed = true }
        switch joint {
        case .separator:
            guard isNamed ? value.isPlausible : label.cue.contains(.idNoun) && value.isTelling else { return nil }
        case .copula:
            guard isNamed, value.isPlausible else { return nil }
        case .blank:
            guard
                isNamed ? value.isPlausible && (value.digits >= 5 || value.isTelling) : label.cue.contains(.idNoun) && value.isUnmistakable
            else {
                return nil
            }
        }
        let score: Float =
            switch joint {
            case .separator: isNamed ? 0.75 : 0.6
            case .copula: 0.65
            case .blank: isNamed ? 0.6 : 0.5
            }
        return finding(label.cue, value, start, value.end, score)
    }

    /// "ID 20394481", "my ID is 20394481": in capitals, at the beginning of a line or sentence or behind a possessive, and digits alone.
    private func ownID(_ text: FoldedText, _ word: CueWord, _ label: Label) -> Finding? {
        guard word.end - word.start == 2, text.bytes[word.start..<word.end].elementsEqual(Array("ID".utf8)), label.end == word.end,
            isForItself(text, word.start), let (start, _) = valueStart(text, label),
            let value = IdentifierValue(text, at: start, isLegal: false), value.letters == 0, value.digits >= Self.fewestOwnDigits,
            value.end - start == value.digits, value.isPlausible
        else { return nil }
        return finding(label.cue, value, start, value.end, 0.5)
    }

    private static let fewestOwnDigits = 7

    private func isForItself(_ text: FoldedText, _ start: Int) -> Bool {
        guard start > 0 else { return true }
        let before = text.at(start - 1)
        if before.isNewline || before == .openParenthesis { return true }
        guard before == .space else { return false }
        let mark = text.at(start - 2)
        if start == 1 || mark.isNewline || [.dot, .comma, .semicolon].contains(mark) { return true }
        let first = text.wordStart(before: start - 1, atMost: 7)
        return Self.possessives.contains(text.lowered(first, start - 1))
    }

    private static let possessives: Set<String> = [
        "my", "his", "her", "your", "their", "our", "meine", "seine", "ihre", "mon", "son", "mi", "su",
    ]

    private func cell(_ text: FoldedText, _ word: CueWord, end: Int) -> Finding? {
        let isNamed = !word.cue.isDisjoint(with: [.idLabel, .passport, .driverLicence]) || word.cue.contains(.numberWord)
        guard isNamed || word.cue.contains(.idNoun), let value = IdentifierValue(text, at: word.start, isLegal: true), value.end == end,
            isNamed ? value.isPlausible : value.isTelling
        else { return nil }
        return finding(word.cue, value, word.start, end, 0.7)
    }

    private func finding(_ label: Cue, _ value: IdentifierValue, _ start: Int, _ end: Int, _ score: Float) -> Finding {
        let entity: EntityType
        let rule: String
        let reason: String
        if label.contains(.passport) {
            (entity, rule, reason) = (.usPassport, "labelled-passport", "context: passport")
        } else if label.contains(.driverLicence) {
            (entity, rule, reason) = (.usDriverLicense, "labelled-driver-licence", "context: driving licence")
        } else if label.contains(.bank), value.digits >= 6 {
            (entity, rule, reason) = (.usBankNumber, "labelled-bank-account", "context: bank account")
        } else {
            (entity, rule, reason) = (.idNumber, "labelled-identifier", "context: identifier")
        }
        return Finding(entity: entity, start: start, end: end, score: score, rule: rule, reasons: [reason])
    }

    /// Past what stands between a label and its value: quotes and brackets that close, one separator, quotes and marks that open.
    private func valueStart(_ text: FoldedText, _ label: Label) -> (start: Int, joint: Joint)? {
        let labelEnd = label.end
        var index = labelEnd
        while index - labelEnd < 6, index < text.bytes.count, Self.closing.contains(text.bytes[index]) { index += 1 }
        var joint = Joint.blank
        switch (text.at(index), text.at(index + 1)) {
        case (.colon, .equals), (.equals, .greaterThan), (.hyphen, .greaterThan):
            index += 2
            joint = .separator
        case (.colon, _), (.equals, _), (.hash, _), (.greaterThan, _), (0x7C, _):
            index += 1
            joint = .separator
        default:
            if let end = copulaEnd(text, index) {
                index = end
                joint = .copula
            } else if index == labelEnd, !label.endsInSign, !text.at(index).isNewline {
                return nil
            }
        }
        let first = index
        var breaks = 0
        while index - first < 6, index < text.bytes.count, Self.opening.contains(text.bytes[index]) || text.bytes[index].isSpace {
            if text.bytes[index] == .lineFeed { breaks += 1 }
            index += 1
        }
        return breaks <= 1 ? (index, joint) : nil
    }

    private func copulaEnd(_ text: FoldedText, _ start: Int) -> Int? {
        var end = start
        while end - start < 7, text.at(end).isASCIILetter { end += 1 }
        guard end - start >= 2, end - start <= 6, text.at(start - 1) == .space, text.at(end) == .space || text.at(end) == .colon,
            Self.copulas.contains(text.lowered(start, end))
        else { return nil }
        return end + 1
    }

    private static let copulas: Set<String> = ["is", "was", "are", "as", "ist", "lautet", "est", "es", "era", "is:"]
    private static let closing: [UInt8] = [
        .space, .tab, .doubleQuote, .singleQuote, .closeBracket, .closeParenthesis, 0x2A, .dot, .backtick,
    ]
    private static let opening: [UInt8] = [.doubleQuote, .singleQuote, .openBracket, .openParenthesis, 0x2A, .backtick, .hash]
}
