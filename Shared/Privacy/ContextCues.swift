/// Words that say what the value beside them is, as a set: one word may speak for several kinds.
struct Cue: OptionSet, Sendable {
    let rawValue: UInt128

    /// "phone", "call": what follows is likely a telephone number.
    static let phone = Cue(bit: 0)
    /// "desk", "office": the same, but only as a label ("Desk: 555 0100") or behind a number ("555 0100 (office)").
    static let phoneLabel = Cue(bit: 1)
    static let card = Cue(bit: 2)
    static let bank = Cue(bit: 3)
    static let socialSecurity = Cue(bit: 4)
    static let ipAddress = Cue(bit: 5)
    static let macAddress = Cue(bit: 6)
    /// "password", "pwd": the value named by it is a secret whatever it looks like.
    static let password = Cue(bit: 7)
    /// "token", "secret": a secret when the value looks like one.
    static let token = Cue(bit: 8)
    /// "api", "recovery": makes the "key" or "code" that follows a secret.
    static let keyQualifier = Cue(bit: 9)
    static let key = Cue(bit: 10)
    /// "order", "ticket": what follows is a number of another kind.
    static let otherNumber = Cue(bit: 11)
    /// "version", "firmware": dotted numbers behind it are no addresses.
    static let version = Cue(bit: 12)
    /// "is", "to": joins a name and its value without a colon.
    static let copula = Cue(bit: 13)
    /// "id", "identity": what follows may be any identifier, so it speaks against none.
    static let identity = Cue(bit: 14)
    static let wallet = Cue(bit: 15)
    /// "born", "dob": the date that follows is one of birth.
    static let birth = Cue(bit: 16)
    /// "died", "issued": the date that follows is another.
    static let dateOfAnother = Cue(bit: 17)
    /// "sha", "etag": a value drawn from what everyone may see.
    static let checksum = Cue(bit: 18)
    /// "mrn", "kundennummer": what follows is an identifier.
    static let idLabel = Cue(bit: 19)
    /// "patient", "policy": the same as a label, or with a word for number.
    static let idNoun = Cue(bit: 20)
    /// "order", "tax": the same, but only with a word for number.
    static let idQualifier = Cue(bit: 21)
    /// "number", "no", "id".
    static let numberWord = Cue(bit: 22)
    static let passport = Cue(bit: 23)
    static let driverLicence = Cue(bit: 24)
    static let username = Cue(bit: 25)
    static let bankCode = Cue(bit: 26)
    static let pay = Cue(bit: 27)
    static let age = Cue(bit: 28)
    static let postalCode = Cue(bit: 29)
    static let month = Cue(bit: 30)
    static let weekday = Cue(bit: 31)
    static let plate = Cue(bit: 33)
    /// "passphrase", "mnemonic", and "phrase" behind a qualifier: several words are one secret.
    static let phrase = Cue(bit: 34)
    /// "otp": a few digits behind it open something once.
    static let oneTime = Cue(bit: 35)
    /// Not a word: where a cell of a table begins. What stands before it belongs to another column.
    static let column = Cue(bit: 32)
    static let cookie = Cue(bit: 36)

    /// The context words of the rule at `position` of `IdentifierRule.all`.
    static func identifier(_ position: Int) -> Cue { Cue(bit: firstIdentifier + position) }
    /// The context words of any rule.
    static let anyIdentifier = Cue(rawValue: UInt128.max << UInt128(firstIdentifier))
    /// More rules than this, and `rawValue` needs more bits.
    static let mostIdentifiers = 128 - firstIdentifier
    private static let firstIdentifier = 37

    init(rawValue: UInt128) { self.rawValue = rawValue }
    private init(bit: Int) { rawValue = 1 << UInt128(bit) }
}

/// A word of the text that is a cue; or, of no length, a word of the header that a cell of a table stands under.
struct CueWord: Sendable {
    let start: Int
    let end: Int
    let cue: Cue
    /// Where the cell ends; nil for a word of the text.
    let cellEnd: Int?

    init(start: Int, end: Int, cue: Cue, cellEnd: Int? = nil) {
        self.start = start
        self.end = end
        self.cue = cue
        self.cellEnd = cellEnd
    }
}

/// All cue words of a text, in order.
struct ContextCues: Sendable {
    let words: [CueWord]

    /// One pass. A word is a run of ASCII letters (after folding), cut where lower case turns to upper case, so `dbPassword` and `DB_PASSWORD` both hold "password".
    init(_ text: FoldedText) {
        var words: [CueWord] = []
        let bytes = text.bytes
        var index = 0
        while index < bytes.count {
            guard bytes[index].isASCIILetter else {
                index += 1
                continue
            }
            let start = index
            index += 1
            while index < bytes.count, bytes[index].isASCIILetter, !(bytes[index].isUpperCase && !bytes[index - 1].isUpperCase) {
                index += 1
            }
            guard index - start >= 2 else { continue }
            // Swift keeps a string of at most 15 bytes inline, so the look-up allocates nothing; longer words are known by their first 15 letters.
            let word = bytes[start..<min(index, start + Self.longestCue)].loweredText
            if let cue = Self.vocabulary[word] ?? Self.compound(bytes[start..<index]) {
                words.append(CueWord(start: start, end: index, cue: cue))
            }
        }
        if !text.passwordWords.isEmpty {
            words += text.passwordWords.map { CueWord(start: $0.lowerBound, end: $0.upperBound, cue: .password) }
            words.sort { $0.start < $1.start }
        }
        self.words = TableColumns.labelled(words, text)
    }

    /// The cue word nearest before `index` that has any of `cues` and ends at most `window` bytes before it.
    func nearest(_ cues: Cue, before index: Int, window: Int) -> CueWord? {
        var position = firstWord(endingAfter: index)
        while position > 0 {
            position -= 1
            let word = words[position]
            if word.end < index - window { return nil }
            if !word.cue.isDisjoint(with: cues) { return word }
            if word.cue.contains(.column) { return nil }
        }
        return nil
    }

    /// The first cue word that has any of `cues` and starts within `window` bytes after `index`.
    func nearest(_ cues: Cue, after index: Int, window: Int) -> CueWord? {
        var position = firstWord(endingAfter: index)
        while position < words.count, words[position].start <= index + window {
            if words[position].cue.contains(.column), words[position].start > index { return nil }
            if words[position].start >= index, words[position].cellEnd == nil, !words[position].cue.isDisjoint(with: cues) {
                return words[position]
            }
            position += 1
        }
        return nil
    }

    /// Position of the first word whose end lies after `index`.
    private func firstWord(endingAfter index: Int) -> Int {
        var low = 0
        var high = words.count
        while low < high {
            let middle = (low + high) / 2
            if words[middle].end > index { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static let longestCue = 15

    /// "PGPASSWORD", "Benutzerpasswort".
    private static func compound(_ word: ArraySlice<UInt8>) -> Cue? {
        guard word.count > 9, let last = word.last?.lowered, last == UInt8(ascii: "d") || last == UInt8(ascii: "t") else { return nil }
        return endings.contains { word.suffix($0.count).lazy.map(\.lowered).elementsEqual($0) } ? .password : nil
    }

    private static let endings: [[UInt8]] = ["password", "passwort", "kennwort"].map { Array($0.utf8) }

    private static let vocabulary: [String: Cue] = {
        let groups: [(Cue, String)] = [
            (
                .phone,
                """
                phone telephone tel telefon telefono telefoon mobile mobil mobiltelefon handy handynummer telefonnummer rufnummer cell cellphone call calls \
                called calling callback dial ring reach text sms texts texting message messages whatsapp signal contact hotline landline voicemail fax \
                movil portable phones cellular ph mob telephonic switchboard msisdn gsm \
                mobilnr mobilnummer telefonnr durchwahl festnetz anrufen erreichbar mobiel bellen telefoonnummer \
                telefonu komorka komorkowy dzwonic zadzwon zadzwonic cellulare chiamami chiamare telefonino llame llamame llamar tfno telefone telemovel celular \
                tlf puh puhelin puhelinnumero matkapuhelin soita joignable appelez appeler rappeler rappelez
                """
            ),
            (.phoneLabel, "desk office home work direct ext extension main"),
            (
                .card,
                """
                card cards credit debit visa mastercard amex maestro discover diners jcb cc kreditkarte kreditkartennummer creditcard tarjeta carte carta \
                kaart cardnumber ccnum pan
                """
            ),
            (.bank, "iban bank banking account swift bic transfer payout payroll reimbursement konto kontonummer cuenta compte sepa wire"),
            (.socialSecurity, "ssn ssns social security socialsecurity ss itin taxpayer tin"),
            (
                .ipAddress,
                "ip ipv ipaddress address host server gateway subnet dns dhcp ping router localhost loopback multicast unspecified vpn"
            ),
            (.macAddress, "mac ethernet hardware physical wifi wlan nic adapter bssid"),
            (
                .password,
                """
                password passwords passwort passwd pwd pass passphrase passcode pw kennwort wachtwoord contrasena motdepasse passe senha otp pin pins psk losenord \
                haslo hasla heslo adgangskode losenordet passordet passord salasana jelszo sifre parool kodeord mdp passworter
                """
            ),
            (
                .token,
                "token tokens secret secrets apikey credential credentials bearer sessionid jwt identified authorization clave netzwerkschlussel wlanschlussel jsessionid phpsessid"
            ),
            (.cookie, "cookie"),
            (.phrase, "passphrase passphrases phrase phrases mnemonic seedphrase passsatz wiederherstellungsphrase"),
            (
                .oneTime,
                """
                otp totp passcode einmalcode einmalpasswort bestatigungscode sicherheitscode verifizierungscode anmeldecode freigabecode zugangscode pin pins \
                pincode pincodes puk cvv cvc csc cid turcode torcode kartenprufnummer cryptogramme
                """
            ),
            (
                .keyQualifier,
                """
                api access private license licence product activation recovery bitlocker encryption secret verification backup security unlock mfa auth \
                authenticator authentication confirmation reset client network wpa wlan wifi seed mnemonic
                """
            ),
            (.key, "key keys code codes schlussel schluessel codigo codice"),
            (
                .otherNumber,
                """
                order ticket tickets invoice serial id ids ref reference case error version build model asset tracking account acct sku po npi mrn \
                incident request tag imei part shipment delivery parcel claim policy docket license licence confirmation employee badge bug \
                issue kb patch event pid port line room floor zip isbn ean upc rma contract customer member iccid sim chg inc req timestamp epoch code
                """
            ),
            (.version, "version versions build firmware release ver kernel oid"),
            (.wallet, "wallet btc bitcoin eth ethereum crypto ltc litecoin doge dogecoin tron usdt blockchain"),
            (
                .birth,
                """
                born birth dob birthdate birthday birthdays dateofbirth geboren geburtsdatum geb geburtstag naissance nacimiento nacido nacida nascita nascimento \
                nascido nascida geboortedatum geboortedag gebdatum urodzony urodzona urodzenia urodzin fodd fodelsedatum fodselsdato fodt syntynyt syntymaaika \
                narozen narozeni szuletett dogum
                """
            ),
            (
                .dateOfAnother,
                "died death issued expires expiry expiration admitted visit surgery filed signed hired created updated today due start end effective"
            ),
            (.checksum, "sha md checksum digest integrity hash etag commit signature sig fingerprint"),
            (.identity, "id ids identity identification identifier account license licence policy npi"),
            (.copula, "is was are to by as ist lautet es est be jest er ar"),
            (
                .username,
                """
                username usernames user login loginname screenname nickname nick benutzername benutzer nutzername nutzer identifiant utilisateur usuario \
                gebruikersnaam handle instagram insta ig twitter telegram tiktok snapchat discord reddit skype
                """
            ),
            (.bankCode, "swift bic"),
            (.age, "age aged ages alter edad leeftijd idade eta"),
        ]
        let identifiers = IdentifierRule.all.enumerated().map { (Cue.identifier($0.offset), $0.element.words) }
        var vocabulary: [String: Cue] = [:]
        for (cue, words) in groups + IdentifierLabels.words + PayRecognizer.words + PostalCodeRecognizer.words + DateWords.cues
            + identifiers
        {
            for word in words.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                vocabulary[String(word.prefix(longestCue)), default: []].insert(cue)
            }
        }
        return vocabulary
    }()
}
