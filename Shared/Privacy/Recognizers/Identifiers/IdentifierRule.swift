/// A number that an authority gives to a person, an account or a thing: how it is written, what its digits must satisfy, which words announce it.
///
/// Each rule is a static value in the file of its country, or of what several share. `IdentifierRecognizer` applies them all in one pass.
struct IdentifierRule: Sendable {
    /// Scores without a context word: written in one run, and with the separators of one of its forms.
    struct Scores: Sendable {
        let bare: Float
        let grouped: Float
        /// When the number is all the text there is: the answer to "what is your number?". Nil: a score at the threshold's edge if form or check say
        /// anything, and none for bare digits that nothing confirms.
        let alone: Float?

        init(bare: Float, grouped: Float, alone: Float? = nil) {
            self.bare = bare
            self.grouped = grouped
            self.alone = alone
        }
    }

    let entity: EntityType
    let name: String
    /// `9` a digit, `A` a letter, `X` either, a blank one of `separators` (the same one throughout); anything else stands for itself.
    let forms: [String]
    let separators: String
    /// Words in the languages of those who write the number, lower case, without diacritics.
    let words: String
    /// For people: "context: passport".
    let contextReason: String
    /// With the check passed, or where none is published.
    let scores: Scores
    let context: Float
    /// With the check failed; nil: then only a context word right before the number counts, for a mistyped number is personal all the same.
    let failed: Scores?
    /// Lower case is how sentences are written: below the threshold without a context word.
    let isUpperCase: Bool
    /// That of `words` which is a word of other things too: it counts only with a word for number behind it ("sort code") and nothing else before the number.
    let halfWord: String
    /// Those of `words` which stand before other numbers as well: a number that fails its check is none behind them.
    let weakWords: Set<String>
    /// Whom such a number belongs to: right before one that passes its check this word is enough ("Patient (9434765919)"), and says nothing otherwise.
    let holder: String
    /// What every number of this kind satisfies: ranges, dates, letters. Receives the number compact and in upper case.
    let isPlausible: @Sendable ([UInt8]) -> Bool
    /// The published check; nil where there is none.
    let check: (@Sendable ([UInt8]) -> Bool)?

    init(
        _ entity: EntityType, _ name: String, forms: [String], separators: String = " -", words: String, scores: Scores,
        context: Float = 0.95,
        failed: Scores? = nil, isUpperCase: Bool = false, halfWord: String = "", weakWords: Set<String> = [], holder: String = "",
        isPlausible: @escaping @Sendable ([UInt8]) -> Bool = { _ in true },
        check: (@Sendable ([UInt8]) -> Bool)? = nil
    ) {
        self.entity = entity
        self.name = name
        self.forms = forms
        self.separators = separators
        self.words = words
        contextReason = "context: " + (words.split(separator: " ").first ?? "")
        self.scores = scores
        self.context = context
        self.failed = failed
        self.isUpperCase = isUpperCase
        self.halfWord = halfWord
        self.weakWords = weakWords
        self.holder = holder
        self.isPlausible = isPlausible
        self.check = check
    }

    /// Whether a number that passes is one beyond doubt, wherever it stands: by its check, or by a form that nothing else has.
    var isCertain: Bool { check != nil || scores.bare >= 0.5 }

    /// Every rule; the position in this list is the rule's cue.
    static let all: [IdentifierRule] =
        unitedStates + unitedKingdom + germany + spain + italy + france + poland + netherlands + nordic + india + australia + canada
        + singapore
        + korea + turkey + southAfrica + brazil + ireland + switzerland + mexico + europe
}
