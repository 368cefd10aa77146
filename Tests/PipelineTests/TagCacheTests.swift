import Pipeline
import Privacy
import Testing

@Suite struct TagCacheTests {
    private func entry(_ spans: Int, _ level: Sensitivity? = nil) -> TagCache.Entry {
        .init(
            spans: (0..<spans).map { EntitySpan(entity: .person, start: 2 * $0, end: 2 * $0 + 1, score: 0.9, rule: "tagger") }, level: level
        )
    }

    @Test func givesBackWhatItWasGivenForTheSameText() {
        let cache = TagCache()
        #expect(cache.entry(cache.key(of: "Ada writes")) == nil)
        cache.keep(entry(1), as: cache.key(of: "Ada writes"))
        #expect(cache.entry(cache.key(of: "Ada writes")) == entry(1))
        #expect(cache.entry(cache.key(of: "Ada wrote")) == nil && cache.entry(cache.key(of: "")) == nil)
        cache.keep(entry(1, .personal), as: cache.key(of: "Ada writes"))
        #expect(cache.entry(cache.key(of: "Ada writes"))?.level == .personal && cache.count == 1)
    }

    @Test func keepsWhatItKnowsOfSentencesWhenATextIsReadAgain() {
        let cache = TagCache()
        let key = cache.key(of: "Ada writes")
        var read = entry(1)
        read.sentenceSpans = entry(2).spans
        cache.keep(read, as: key)
        cache.keep(entry(1, .personal), as: key)
        #expect(cache.entry(key)?.sentenceSpans == entry(2).spans && cache.entry(key)?.level == .personal)
    }

    /// A canonically equal text has other offsets.
    @Test func tellsCanonicallyEqualTextsApart() {
        let cache = TagCache()
        #expect(cache.key(of: "caf\u{E9}") != cache.key(of: "cafe\u{301}"))
    }

    @Test func aDigestMeansNothingToAnotherProcess() { #expect(TagCache().key(of: "Ada") != TagCache().key(of: "Ada")) }

    @Test func holdsNoMoreThanItsLimits() {
        let cache = TagCache(textLimit: 8, spanLimit: 20)
        for number in 0..<1_000 {
            cache.keep(entry(number % 7), as: cache.key(of: "text \(number)"))
            #expect(cache.count <= 16)
        }
        #expect(cache.entry(cache.key(of: "text 999")) != nil && cache.entry(cache.key(of: "text 0")) == nil)
        cache.keep(entry(21), as: cache.key(of: "a name list"))
        #expect(cache.entry(cache.key(of: "a name list")) == nil)
        var both = entry(11)
        both.sentenceSpans = both.spans
        cache.keep(both, as: cache.key(of: "a name list"))
        #expect(cache.entry(cache.key(of: "a name list")) == nil)
    }

    /// More of a text that is known takes the place of what was known, and pushes nothing else out.
    @Test func aTextThatIsKeptAgainTakesNoMoreRoom() {
        let cache = TagCache(textLimit: 2, spanLimit: 20)
        let (first, second) = (cache.key(of: "first"), cache.key(of: "second"))
        cache.keep(entry(8), as: first)
        cache.keep(entry(1), as: second)
        for _ in 0..<10 { cache.keep(entry(12), as: first) }
        #expect(cache.entry(first) == entry(12) && cache.entry(second) == entry(1) && cache.count == 2)
    }

    @Test func keepsWhatAConversationGoesOnUsing() {
        let cache = TagCache(textLimit: 8, spanLimit: 1_000)
        let system = cache.key(of: "the system prompt")
        cache.keep(entry(2), as: system)
        for number in 0..<100 {
            cache.keep(entry(1), as: cache.key(of: "turn \(number)"))
            #expect(cache.entry(system) == entry(2))
        }
    }
}
