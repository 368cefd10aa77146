/// Words of dates in English, German, French and Spanish, months in Italian, Portuguese, Dutch, Swedish and Polish as well, without diacritics.
enum DateWords {
    /// Month by its name and usual abbreviations.
    static let months: [String: Int] = {
        let names = [
            "jan january januar janner janvier janv enero ene januari gennaio janeiro stycznia",
            "feb february februar fevrier fev fevr febrero februari febbraio fevereiro lutego",
            "mar march marz maerz mars marzo mrz maart marco marca", "apr april avril avr abril abr aprile kwietnia",
            "may mai mayo mei maj maio maggio maja", "jun june juni juin junio giugno junho czerwca",
            "jul july juli juillet juil julio luglio julho lipca",
            "aug august aout agosto ago augusti augustus sierpnia",
            "sep sept september septembre septiembre setiembre settembre setembro wrzesnia",
            "oct october oktober okt octobre octubre ottobre outubro pazdziernika", "nov november novembre noviembre novembro listopada",
            "dec december dezember dez decembre diciembre dic dicembre dezembro grudnia",
        ]
        var months: [String: Int] = [:]
        for (index, list) in names.enumerated() {
            for name in list.split(separator: " ") { months[String(name)] = index + 1 }
        }
        return months
    }()

    /// Months that are other words too.
    static let ambiguous: Set<String> = [
        "may", "march", "mar", "mars", "ago", "mai", "dec", "sept", "mei", "maj", "maja", "marca", "marco",
    ]

    private static let weekdays = """
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
        montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche \
        lunes martes miercoles jueves viernes sabado domingo
        """

    static let cues: [(Cue, String)] = [(.month, months.keys.joined(separator: " ")), (.weekday, weekdays)]

    /// Before a month or weekday in lower case.
    static let introductions: Set<String> = [
        "on", "in", "of", "by", "since", "until", "till", "from", "before", "after", "next", "last", "this", "every", "for", "to",
        "through", "during", "am", "im",
        "bis", "seit", "vom", "ab", "den", "le", "en", "de", "du", "el", "del", "desde", "hasta", "depuis", "ce", "este", "proximo",
        "coming", "around",
    ]

    static let yearIntroductions: Set<String> = [
        "in", "of", "since", "until", "till", "before", "after", "during", "year", "circa", "around", "early", "late", "mid", "im", "jahr",
        "jahre", "seit",
        "en", "depuis", "annee", "desde", "ano", "fiscal", "class", "summer", "winter", "spring", "autumn", "fall",
    ]

    /// Before eight digits that are a day.
    static let compactIntroductions: Set<String> = [
        "on", "date", "dated", "since", "until", "from", "before", "after", "by", "dob", "born", "datum", "fecha", "am", "vom", "bis", "le",
        "el", "geboren",
    ]

    /// Between a word of birth and the date directly behind it.
    static let birthJoints: Set<String> = [
        "is", "on", "in", "was", "the", "of", "date", "day", "am", "im", "ist", "den", "le", "en", "est", "il", "el", "es", "em", "op",
        "dnia", "yyyymmdd",
        "ddmmyyyy", "mmddyyyy", "yymmdd", "ddmmyy", "mmddyy", "yyyy", "mm", "dd",
    ]

    static let birthPhrases: [[UInt8]] = [
        "ne le", "nee le", "ne(e) le", "nato il", "nata il", "nato nel", "nata nel", "ur.", "d.o.b.", "d.o.b", "d. o. b.",
    ].map { Array($0.utf8) }

    static let birthPhraseEnds = Set(birthPhrases.compactMap(\.last))

    /// What a number before it counts.
    static let units: Set<String> = [
        "dollar", "dollars", "euro", "euros", "pound", "pounds", "bucks", "cents", "usd", "eur", "gbp", "people", "persons", "users",
        "times", "years", "months",
        "weeks", "days", "hours", "minutes", "points", "words", "items", "miles", "km", "kg", "mg", "ml", "meters", "metres", "feet",
        "pages", "calories", "steps",
        "units", "percent", "tons", "mal", "jahre", "personen", "stuck", "ans", "personnes", "personas", "anos", "ppm", "characters",
        "tokens", "bytes", "mb", "gb",
    ]
}
