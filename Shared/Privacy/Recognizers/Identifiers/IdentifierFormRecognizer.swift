/// Identifiers whose form alone tells what they are: an abbreviation everyone uses for the kind of number and the number ("MRN-4471902", "EMP 20331"), case numbers
/// of US courts (the docket form of their electronic case files), and vehicle identification numbers (ISO 3779).
struct IdentifierFormRecognizer: Recognizer {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding]) {
        var index = 0
        while let run = text.alphanumericRun(from: index) {
            let start = run.lowerBound
            index = run.upperBound
            guard mayStart(text, at: start) else { continue }
            if let finding = prefixed(text, start, index) ?? court(text, start, index) ?? vehicle(text, start, index),
                finding.score >= Self.certain || !text.isJoined(finding.start, finding.end)
            {
                findings.append(finding)
                index = finding.end
            }
        }
    }

    private func mayStart(_ text: FoldedText, at index: Int) -> Bool {
        let before = text.at(index - 1)
        return !before.isAlphanumeric && before != .hyphen && before != .atSign && before != .dollar
    }

    private func mayEnd(_ text: FoldedText, at end: Int) -> Bool {
        let after = text.at(end)
        if after.isAlphanumeric || after == .atSign || after == .percent { return false }
        return !(after == .hyphen || after == .dot || after == .slash || after == .colon) || !text.at(end + 1).isAlphanumeric
    }

    // MARK: Abbreviation and number

    private static let certain: Float = 0.8
    private static let fewestDigits = 4
    private static let longestPrefix = 4

    /// Upper case, then "-", "_", "#", ":" or nothing, then a run with four digits or more, perhaps in several groups.
    private func prefixed(_ text: FoldedText, _ start: Int, _ runEnd: Int) -> Finding? {
        var prefixEnd = start
        while prefixEnd - start <= Self.longestPrefix, text.at(prefixEnd).isUpperCase { prefixEnd += 1 }
        guard (2...Self.longestPrefix).contains(prefixEnd - start),
            let entity = Self.prefixes[String(decoding: text.bytes[start..<prefixEnd], as: UTF8.self)]
        else { return nil }
        var body = prefixEnd
        let joint = text.at(body)
        if joint == .hyphen || joint == .underscore || joint == .hash { body += 1 } else if !joint.isDigit { return nil }
        var end = body
        var digits = 0
        while end < text.bytes.count, end - body < 24 {
            let byte = text.bytes[end]
            if byte.isDigit { digits += 1 } else if !byte.isUpperCase, !(byte == .hyphen && text.at(end + 1).isASCIIAlphanumeric) { break }
            end += 1
        }
        guard digits >= (joint.isDigit ? Self.fewestDigits + 1 : Self.fewestDigits), mayEnd(text, at: end) else { return nil }
        // Above what a URL around it scores: the rest of the URL is masked by itself.
        return Finding(
            entity: entity, start: start, end: end, score: joint == .hyphen && digits >= 5 ? 0.82 : 0.6, rule: "identifier-prefix",
            reasons: ["form", "prefix"])
    }

    /// Medical record, employee, patient, member, policy, claim, prescription, national identity, student, customer, account, invoice, case, licence.
    private static let prefixes: [String: EntityType] = {
        var prefixes: [String: EntityType] = [:]
        for prefix in "MRN EMP EID PAT PID MEM MBR INS POL CLM RX NID STU CUST CUS CLI ACC ACCT INV CASE HIC".split(separator: " ") {
            prefixes[String(prefix)] = .idNumber
        }
        prefixes["DL"] = .usDriverLicense
        return prefixes
    }()

    // MARK: Courts

    /// Federal: office, year, type, number, initials of judges: "2:21-cv-01234-ABC" (Administrative Office of the US Courts, CM/ECF case number format).
    /// States: "2021-CV-01234", "21-CR-1234", "CV-2021-001234".
    private func court(_ text: FoldedText, _ start: Int, _ runEnd: Int) -> Finding? {
        var parts: [Range<Int>] = []
        var index = start
        while parts.count < 6 {
            let part = index
            while index - part <= 7, text.at(index).isASCIIAlphanumeric { index += 1 }
            guard (1...7).contains(index - part) else { return nil }
            parts.append(part..<index)
            guard text.at(index) == .hyphen || parts.count == 1 && text.at(index) == .colon, text.at(index + 1).isASCIIAlphanumeric else {
                break
            }
            index += 1
        }
        guard mayEnd(text, at: index) else { return nil }
        let hasOffice = text.at(parts[0].upperBound) == .colon
        let kinds = parts.map { text.bytes[$0].allSatisfy(\.isDigit) ? 9 : text.bytes[$0].allSatisfy(\.isASCIILetter) ? 1 : 0 }
        let sizes = parts.map(\.count)
        if hasOffice {
            guard parts.count >= 4, kinds.starts(with: [9, 9, 1, 9]), sizes[0] <= 2, sizes[1] == 2, sizes[2] <= 3,
                (3...6).contains(sizes[3]),
                kinds[4...].allSatisfy({ $0 == 1 })
            else { return nil }
            return Finding(entity: .idNumber, start: start, end: index, score: 0.85, rule: "docket-federal", reasons: ["form"])
        }
        guard parts.count == 3 || parts.count == 4 && kinds[3] == 1 else { return nil }
        let type = kinds[0] == 1 ? 0 : 1
        let year = 1 - type
        guard kinds[type] == 1, kinds[year] == 9, kinds[2] == 9, (3...7).contains(sizes[2]), sizes[year] == 2 || sizes[year] == 4,
            sizes[year] == 2 || (1950...2099).contains(Digits.prefix(text.bytes[parts[year]], count: 4)),
            sizes[type] <= 4, Self.caseTypes.contains(text.bytes[parts[type]].loweredText)
        else { return nil }
        return Finding(entity: .idNumber, start: start, end: index, score: 0.6, rule: "docket-state", reasons: ["form"])
    }

    /// National Center for State Courts, State Court Guide to Statistical Reporting: civil, criminal, domestic, family, juvenile, probate, traffic, appeal ...
    private static let caseTypes: Set<String> = [
        "cv", "cr", "civ", "crim", "fam", "dr", "dv", "fa", "jv", "juv", "pr", "pro", "tr", "sc", "ap", "app", "mc", "mj", "bk", "cf", "cm",
        "ca", "dm", "fc", "gd",
        "lt", "md", "mh", "pb", "po", "su", "sw", "mm", "cj", "ct", "tc",
    ]

    // MARK: Vehicles

    /// Vehicle identification number: ISO 3779, seventeen places without I, O and Q; check digit in the ninth (49 CFR 565.15), which Europe does not use.
    private func vehicle(_ text: FoldedText, _ start: Int, _ end: Int) -> Finding? {
        guard end - start == 17, mayEnd(text, at: end) else { return nil }
        let number = text.bytes[start..<end].map { $0.isASCIILetter ? $0 & 0xDF : $0 }
        guard number.contains(where: \.isDigit), number.contains(where: \.isASCIILetter), number[13...].allSatisfy(\.isDigit) else {
            return nil
        }
        var sum = 0
        for (byte, weight) in zip(number, [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]) {
            guard let value = byte.isDigit ? byte.digitValue : Self.vehicleValues[Int(byte) - 65] else { return nil }
            sum += value * weight
        }
        guard number[8] == Array("0123456789X".utf8)[sum % 11] else { return nil }
        return Finding(entity: .idNumber, start: start, end: end, score: 0.8, rule: "vin-check", reasons: ["check digit"])
    }

    /// A to Z; nil for I, O, Q.
    private static let vehicleValues: [Int?] = [1, 2, 3, 4, 5, 6, 7, 8, nil, 1, 2, 3, 4, 5, nil, 7, nil, 9, 2, 3, 4, 5, 6, 7, 8, 9]
}
