/// Sweden and Finland; Norway and Denmark, whose numbers have no type of their own.
extension IdentifierRule {
    static let nordic = [personnummer, personnummerInBlanks, hetu, fodselsnummer, cpr]

    /// Personnummer and samordningsnummer. Folkbokforingslag (1991:481), section 18, and Skatteverket SKV 704: date of birth (day plus 60 for a coordination
    /// number), serial, Luhn's check over the ten digits.
    static let personnummer = IdentifierRule(
        .sePersonnummer, "se-personnummer", forms: ["999999999999", "99999999 9999", "9999999999", "999999 9999"], separators: "-+",
        words: "personnummer personnr pnr samordningsnummer identity personal", scores: Scores(bare: 0.3, grouped: 0.6),
        isPlausible: isPlausiblePersonnummer, check: { Digits.passesLuhn($0.suffix(10)) })

    /// The same with a blank between date and serial: only with its word.
    static let personnummerInBlanks = IdentifierRule(
        .sePersonnummer, "se-personnummer-blank", forms: ["99999999 9999", "999999 9999"], separators: " ",
        words: "personnummer personnr pnr samordningsnummer",
        scores: Scores(bare: 0.2, grouped: 0.2), isPlausible: isPlausiblePersonnummer, check: { Digits.passesLuhn($0.suffix(10)) })

    @Sendable private static func isPlausiblePersonnummer(_ number: [UInt8]) -> Bool {
        let date = number.count - 10
        let year = date == 2 ? CheckDigits.number(number, 0, 4) : nil
        let day = CheckDigits.number(number, date + 4, 2)
        return CheckDigits.isDay(year: year, month: CheckDigits.number(number, date + 2, 2), day: day > 60 ? day - 60 : day)
            && year.map { (1850...2099).contains($0) } ?? true
    }

    /// Fødselsnummer and D-nummer. Folkeregisterforskriften, section 2-2-1: date of birth (day plus 40 for a D-nummer), serial, two check digits modulo 11.
    static let fodselsnummer = IdentifierRule(
        .idNumber, "no-fodselsnummer", forms: ["99999999999", "999999 99999"], words: "fodselsnummer fodselsnr fnr personnummer dnummer",
        scores: Scores(bare: 0.3, grouped: 0.3),
        isPlausible: { number in
            let day = CheckDigits.number(number, 0, 2)
            return CheckDigits.isDay(year: nil, month: CheckDigits.number(number, 2, 2), day: day > 40 ? day - 40 : day)
        },
        check: { number in
            CheckDigits.weightedSum(number[..<10], [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).map { $0 % 11 } == 0
                && CheckDigits.weightedSum(number[...], [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).map { $0 % 11 } == 0
        })

    /// CPR number. CPR-loven (Denmark), section 3: date of birth and four digits; the check digit is not used since 2007.
    static let cpr = IdentifierRule(
        .idNumber, "dk-cpr", forms: ["9999999999", "999999 9999"], words: "cpr cprnr cprnummer", scores: Scores(bare: 0.1, grouped: 0.1),
        context: 0.85,
        isPlausible: { number in
            CheckDigits.isDay(year: nil, month: CheckDigits.number(number, 2, 2), day: CheckDigits.number(number, 0, 2))
        })

    /// Henkilotunnus. Decree 128/2010 and Digital and Population Data Services Agency: date of birth, a sign for the century (more of them since 2023), serial,
    /// and a check character for the nine digits modulo 31.
    static let hetu = IdentifierRule(
        .fiPersonalIdentityCode, "fi-hetu", forms: ["999999A999X", "999999-999X", "999999+999X"],
        words: "hetu henkilotunnus personbeteckning sotu",
        scores: Scores(bare: 0.9, grouped: 0.9),
        isPlausible: { number in
            // The signs "-" and "+" are gone from the compact number.
            let sign = number.count == 11 ? number[6] : UInt8(ascii: "A")
            return Array("ABCDEFUVWXY".utf8).contains(sign)
                && CheckDigits.isDay(year: nil, month: CheckDigits.number(number, 2, 2), day: CheckDigits.number(number, 0, 2))
        },
        check: { number in
            let serial = number.count - 4
            let value = CheckDigits.number(number, 0, 6) * 1000 + CheckDigits.number(number, serial, 3)
            return number.last == Array("0123456789ABCDEFHJKLMNPRSTUVWXY".utf8)[value % 31]
        })
}
