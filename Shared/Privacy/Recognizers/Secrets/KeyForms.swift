/// Keys without a prefix of their own, known by how their parts are put together.
enum KeyForms {
    /// What begins with the letters and digits of `run`, all of them.
    static func find(_ text: FoldedText, _ run: Range<Int>) -> (end: Int, rule: String)? {
        let first = text.bytes[run.lowerBound]
        let joint = text.at(run.upperBound)
        guard joint == .dot || joint == .hyphen else { return nil }
        let next = run.upperBound + 1
        switch run.count {
        case 1 where joint == .dot && first == UInt8(ascii: "s"):
            // Vault before 1.10: "s." and 24 drawn from letters and digits.
            let end = self.end(text, next, 24...24, where: \.isASCIIAlphanumeric)
            return end.flatMap { isDrawn(text.bytes[next..<$0]) ? ($0, "secret-vault") : nil }
        case 14 where joint == .dot && text.lowered(next, next + 8) == "atlasv1.":
            return end(text, next + 8, 60...70, where: isKeyByte).map { ($0, "secret-terraform") }
        case 17 where joint == .dot && text.lowered(run.lowerBound, run.lowerBound + 3) == "pat":
            return end(text, next, 64...64, where: \.isHex).map { ($0, "secret-airtable") }
        case 23...28 where joint == .dot && [UInt8(ascii: "M"), UInt8(ascii: "N"), UInt8(ascii: "O")].contains(first):
            // Discord: the bot's number in base 64, a time of six, a keyed digest.
            guard let time = end(text, next, 6...6, where: isKeyByte), text.at(time) == .dot else { return nil }
            // Not "OrganizationServiceImpl01.create.thisIsALongNameForTests".
            return end(text, time + 1, 27...40, where: isKeyByte).flatMap {
                let digest = text.bytes[time + 1..<$0]
                return digest.contains(where: \.isDigit) && takesTurns(digest) ? ($0, "secret-discord") : nil
            }
        case 32 where joint == .hyphen && text.lowered(next, next + 2) == "us" && text.bytes[run].allSatisfy(\.isHex):
            return end(text, next + 2, 1...2, where: \.isDigit).map { ($0, "secret-mailchimp") }
        default: return nil
        }
    }

    /// Secrets of Azure applications: three characters, a digit, "Q~" and 31 to 34 more.
    static func azure(_ text: FoldedText, tilde: Int) -> (start: Int, end: Int)? {
        let start = tilde - 5
        guard start >= 0, text.at(tilde - 1) == UInt8(ascii: "Q"), text.at(tilde - 2).isDigit, !text.at(start - 1).isAlphanumeric,
            text.bytes[start..<tilde - 2].allSatisfy(isAzureByte)
        else { return nil }
        return end(text, tilde + 1, 31...34, where: isAzureByte).map { (start, $0) }
    }

    /// GitLab's routed tokens have two parts more, ".01." and a check.
    static func routedEnd(_ text: FoldedText, _ index: Int) -> Int {
        guard text.at(index) == .dot, text.at(index + 1).isASCIIAlphanumeric, text.at(index + 2).isASCIIAlphanumeric,
            text.at(index + 3) == .dot
        else { return index }
        return end(text, index + 4, 7...9, where: \.isASCIIAlphanumeric) ?? index
    }

    /// The end of the run of allowed bytes from `start`, when it has a length of `count`.
    private static func end(_ text: FoldedText, _ start: Int, _ count: ClosedRange<Int>, where isAllowed: (UInt8) -> Bool) -> Int? {
        var index = start
        while index - start <= count.upperBound, isAllowed(text.at(index)) { index += 1 }
        while index > start, text.at(index - 1) == .dot { index -= 1 }
        return count.contains(index - start) && !text.at(index).isAlphanumeric ? index : nil
    }

    private static func isKeyByte(_ byte: UInt8) -> Bool { byte.isASCIIAlphanumeric || byte == .underscore || byte == .hyphen }
    private static func isAzureByte(_ byte: UInt8) -> Bool { isKeyByte(byte) || byte == .dot || byte == 0x7E }

    /// Upper case, lower case and digits change at two in five neighbours or more: in CamelCase words at one in four, drawn at random at five in eight.
    static func takesTurns(_ value: ArraySlice<UInt8>) -> Bool {
        turns(value) * 5 >= (value.count - 1) * 2
    }

    /// How often upper case, lower case and digits change between neighbours.
    static func turns(_ value: some Collection<UInt8>) -> Int { zip(value, value.dropFirst()).count { kind($0) != kind($1) } }

    private static func kind(_ byte: UInt8) -> Int { byte.isDigit ? 0 : byte.isUpperCase ? 1 : 2 }

    private static func isDrawn(_ value: ArraySlice<UInt8>) -> Bool {
        let neighbours = zip(value, value.dropFirst())
        // Names have their digits in one place.
        let numbers = neighbours.count { $0.isDigit && !$1.isDigit }
        return numbers >= 2 && turns(value) >= 9 && value.count(where: \.isUpperCase) >= 4
    }
}
