/// Words that are names and words at once, of English and a few of German, French and Spanish; a name that is one of them is not looked for in small
/// letters.
/// What is missing here costs a masked word that comes back as it was, not a leak.
enum CommonWords {
    static func contains(_ word: ArraySlice<Unicode.Scalar>) -> Bool { names.contains(lowered(word)) }

    /// A word that belongs to a name without being one.
    static func isParticleOrTitle(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        particles.contains(lowered(word.last == "." ? word.dropLast() : word))
    }

    private static func lowered(_ word: some Sequence<Unicode.Scalar>) -> String {
        var text = ScalarText()
        text.append(word)
        return text.string.lowercased()
    }

    private static let names = set(
        """
        abbot alba alt amber angel angle apple april archer art ash august aura autumn baker bank banks barber bath bay bear bell berg
        berry best bill birch bird bishop black blanca blanco blaze block bloom blossom blue bond booth bow bowl box boy brand bridge
        bright brook brooks brown buck bull burn burns bush butler buy candy car cards carol carpenter carter case cash castle cat chain
        chance chase chip christian church city clay clear clement cliff close cloud coal cole cook cooper copper coral cost court cross
        crown crystal curry daisy dale dawn day deal dean dear delta destiny do dolly dove drew duke earl east eden edge ember emerald
        end english eve ever fair faith fall farmer fern field fields fish fisher fishing flint flor flowers ford forest fox frank free
        freeman french frost gap garden gates gene general gift glass gold golden good goodman grace graf grand grant gray green grey
        gross groß grün guy hale hall hand hands harbor hardy harmony harper hart hay hazel head heart heath heather heaven herb hill
        hills holiday holly home honey hood hook hope horn house hunt hunter ice iris island ivy jack jade jay jean jewel job joy judge
        july june jung junior justice keen key kind king kitty klein knight kurz lake lamb lance land lane lang lark last lau laurel law
        le lee legend lieb light lilly lily linear link little lock long lord love luz lynx mar march marina mark market marks marsh
        mason master may mayor meadow melody mercy merry meta miles mill miller mine mint misty mobile moon more morgen moss nach neu
        nice noble noel north notion nova oak ocean old olive opal oracle orange page paradise paris park parks pat patience paz peach
        pearl penny petit pike pink pitt place plan pole polo pond pool poor pope porter post potter pound power powers preach price
        priest prince print queen rain ramp ranger raven ray reading reed reich rich ring rio rise river rivers rob robin rock rod roman
        root rosa rose rosemary rot ruby rush rust rusty safari sage sailor saint salt sand sandy savage schwarz schön sea sensible
        september serene shade sharp shell shepherd shields short signal silver simple singer sky slack slim small smart smith snow sol
        soldier son song south spring sprint square stack star steel stern stock stone storm story strange street strong sue summer sun
        sunny sur swan sweet swift tailor tanner target taylor teal teams temple tiger tower town tree trinity true turkey union united
        vale valentine velvet verde victory viola violet visa wade waits walker wall walls ward warner waters way weaver weiß wells west
        wheat wheeler white wild will willow wills win windows wine winter wise wolf wood woods word worth wren young zoom
        """)

    private static let particles = set(
        """
        aan ben bin bint dal das dei del della der des dit don doña dos dr den frau ibn het herr herrn jr las les lic los mac madame miss mlle mme
        monsieur mr mrs ms mx prof professor sen señor señora signor signora sir sra sres sta ter the van vander vom von zum zur phd md esq iii and und
        """)

    private static func set(_ words: String) -> Set<String> { Set(words.split { $0 == " " || $0 == "\n" }.map(String.init)) }
}
