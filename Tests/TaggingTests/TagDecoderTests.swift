import Foundation
import Inference
import Privacy
import Testing
import TinyTagger

@testable import Tagging

/// A generator of numbers in -1..<1.
struct Noise {
    var state: UInt64

    mutating func next() -> Float {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int64(bitPattern: state) >> 40) / Float(1 << 23)
    }
}

@Suite struct TagDecoderTests {
    /// Every allowed sequence, tried.
    private func best(_ labels: TagLabels, _ transitions: [Float], _ scores: [Float], words: Int) -> (path: [Int], score: Float) {
        let count = labels.count
        var best: (path: [Int], score: Float) = ([], -.infinity)
        for number in 0..<Int(pow(Double(count), Double(words))) {
            var path: [Int] = []
            var rest = number
            for _ in 0..<words {
                path.append(rest % count)
                rest /= count
            }
            guard path.indices.allSatisfy({ labels.allows($0 > 0 ? path[$0 - 1] : nil, path[$0]) }) else { continue }
            var score = transitions[count * count + path[0]]
            for word in 0..<words { score += scores[word * count + path[word]] }
            for word in 1..<words { score += transitions[path[word - 1] * count + path[word]] }
            if score > best.score { best = (path, score) }
        }
        return best
    }

    @Test(arguments: [
        TinyTagger.labels, ["B-PERSON", "I-PERSON", "O"], ["I-LOCATION", "O", "I-PERSON", "B-LOCATION", "B-PERSON", "B-URL"],
        ["O", "B-URL"],
    ]) func findsTheBestOfAllAllowedSequences(_ names: [String]) throws {
        let labels = try TagLabels(names)
        var noise = Noise(state: 7)
        for words in [2, 3, 4, 5] {
            for round in 0..<20 {
                // A file that would like best what is forbidden.
                let transitions = (0..<(labels.count + 1) * labels.count).map { index in
                    let previous = index / labels.count == labels.count ? nil : index / labels.count
                    return noise.next() + (round % 2 == 0 && !labels.allows(previous, index % labels.count) ? 100 : 0)
                }
                let scores = (0..<words * labels.count).map { _ in 2 * noise.next() }
                let decoder = TagDecoder(labels: labels, transitions: transitions)
                let list = (0..<words).map { TaggerWord(start: $0, end: $0 + 1, firstPiece: $0) }
                #expect(decoder.labels(of: list, scores: scores) == best(labels, transitions, scores, words: words).path)
            }
        }
    }

    @Test func readsTheScoresOfFirstPiecesAndNoOthers() throws {
        let labels = try TagLabels(TinyTagger.labels)
        let decoder = TagDecoder(labels: labels, transitions: [Float](repeating: 0, count: 30))
        var scores = [Float](repeating: 0, count: 25)
        for (token, label) in [(0, 1), (1, 3), (2, 2), (3, 3), (4, 0)] { scores[token * 5 + label] = 5 }
        let words = [0, 2, 4].enumerated().map { TaggerWord(start: $0.offset, end: $0.offset + 1, firstPiece: $0.element) }
        #expect(decoder.labels(of: words, scores: scores) == [1, 2, 0])
    }

    @Test func noWordsGiveNoLabels() throws {
        let decoder = TagDecoder(labels: try TagLabels(TinyTagger.labels), transitions: [Float](repeating: 0, count: 30))
        #expect(decoder.labels(of: [], scores: []).isEmpty)
        #expect(try decoder.spans(reading(" \n"), scores: []).isEmpty)
    }

    /// A long text's scores must not lose their fractions: the last word is decided as the first.
    @Test func decidesAfterManyWordsAsAfterFew() throws {
        let labels = try TagLabels(TinyTagger.labels)
        let decoder = TagDecoder(labels: labels, transitions: [Float](repeating: 0, count: 30))
        let count = 30_000
        var scores = [Float](repeating: -40, count: count * 5)
        for word in 0..<count {
            scores[word * 5] = 40
            scores[word * 5 + 1] = 40 + (word % 3 == 0 ? 1 : -1) * 1e-3
        }
        let words = (0..<count).map { TaggerWord(start: $0, end: $0 + 1, firstPiece: $0) }
        #expect(decoder.labels(of: words, scores: scores) == (0..<count).map { $0 % 3 == 0 ? 1 : 0 })
    }

    @Test func scoreIsTheMeanProbabilityOfTheEntityInTheWholeText() throws {
        let labels = try TagLabels(TinyTagger.labels)
        var noise = Noise(state: 3)
        for _ in 0..<20 {
            let transitions = (0..<30).map { _ in noise.next() }
            let text = try reading("Anna Smith called")
            // Anna and Smith are surely one name, and called is none.
            let scores = [0, 7, 0, 0, 0, /**/ 0, 0, 7, 0, 0, /**/ 9, 0, 0, 0, 0].map { $0 + noise.next() }
            let spans = TagDecoder(labels: labels, transitions: transitions).spans(text, scores: scores)
            #expect(spans.count == 1 && spans[0].entity == .person && spans[0].rule == "tagger")
            #expect(spans[0].start == 0 && spans[0].end == 10)
            // Every allowed path, by its weight.
            var all = 0.0
            var person = [0.0, 0.0]
            for number in 0..<125 {
                let path = [number % 5, number / 5 % 5, number / 25]
                guard path.indices.allSatisfy({ labels.allows($0 > 0 ? path[$0 - 1] : nil, path[$0]) }) else { continue }
                var score = transitions[25 + path[0]] + transitions[path[0] * 5 + path[1]] + transitions[path[1] * 5 + path[2]]
                for word in 0..<3 { score += scores[word * 5 + path[word]] }
                all += exp(Double(score))
                for word in 0..<2 where [1, 2].contains(path[word]) { person[word] += exp(Double(score)) }
            }
            #expect(abs(Double(spans[0].score) - (person[0] + person[1]) / all / 2) < 1e-5)
        }
    }

    @Test func scoresOfALongTextStayNumbers() throws {
        let labels = try TagLabels(TinyTagger.labels)
        let decoder = TagDecoder(labels: labels, transitions: (0..<30).map { Float($0 % 7) - 80 })
        let text = try reading(String(repeating: "Anna went ", count: 5000))
        let scores = (0..<10_000).flatMap { $0 % 2 == 0 ? [-300, 300, -300, -300, 298] : [200, -200, -200, -200, -200] as [Float] }
        let spans = decoder.spans(text, scores: scores)
        #expect(spans.count == 5000 && spans.allSatisfy { $0.score > 0.5 && $0.score <= 1 })
    }

    /// What no sound file gives must still end, and give spans within the text.
    @Test(arguments: [Float.nan, .infinity, -.infinity, .greatestFiniteMagnitude]) func numbersBeyondReasonEndInSpansWithinTheText(
        _ value: Float
    ) throws {
        let labels = try TagLabels(TinyTagger.labels)
        let text = try reading("Anna Smith called Bob (Paris).")
        var noise = Noise(state: 5)
        for _ in 0..<50 {
            let decoder = TagDecoder(labels: labels, transitions: (0..<30).map { _ in noise.next() > 0.5 ? value : noise.next() })
            let scores = (0..<text.words.count * 5).map { _ in noise.next() > 0.5 ? value : noise.next() }
            for span in decoder.spans(text, scores: scores) { #expect(span.start < span.end && span.end <= 30) }
        }
    }
}

@Suite struct SpanEndsTests {
    /// The words of the text between ⟨ and ⟩ were labelled; what is left is expected between « and ».
    @Test(arguments: [
        ("⟨Anna Smith⟩ called", "Anna Smith"), ("⟨Anna Smith,⟩ who", "Anna Smith"), ("⟨\"Anna Smith\"⟩", "Anna Smith"),
        ("⟨(Anna)⟩", "Anna"),
        ("⟨Anna Smith.⟩", "Anna Smith"), ("⟨Acme (UK)⟩ sells", "Acme (UK)"), ("⟨Acme (UK).⟩", "Acme (UK)"), ("⟨(Acme) Ltd⟩", "(Acme) Ltd"),
        ("⟨(Acme) Ltd)⟩", "(Acme) Ltd"), ("⟨((Acme))⟩", "Acme"), ("⟨Acme)⟩", "Acme"), ("⟨(Acme⟩", "Acme"),
        ("⟨John Smith Jr.⟩ came", "John Smith Jr."), ("⟨John Smith Jr .⟩", "John Smith Jr"), ("⟨John Smith JR.,⟩", "John Smith JR."),
        ("⟨Acme Inc.⟩", "Acme Inc."), ("⟨12 Main St.⟩ is", "12 Main St."), ("⟨Harry S.⟩", "Harry S."),
        ("⟨Washington D.C.⟩", "Washington D.C."),
        ("⟨Paris...⟩", "Paris"), ("⟨Acme Inc...⟩", "Acme Inc"), ("⟨5 p.m.⟩", "5 p.m."), ("⟨plan b.⟩", "plan b"), ("⟨J.⟩", "J."),
        ("⟨Anna's⟩ car", "Anna"), ("⟨Anna\u{2019}s⟩ car", "Anna"), ("⟨ANNA'S⟩", "ANNA"), ("⟨James'⟩ car", "James"),
        ("⟨Anna 's⟩", "Anna 's"),
        ("⟨O'Brien's⟩", "O'Brien"), ("⟨Levi's Inc.⟩", "Levi's Inc."), ("⟨'s⟩", "s"), ("⟨Yahoo!⟩", "Yahoo"), ("⟨- Anna -⟩", "Anna"),
        ("⟨Anna \u{1F600}⟩", "Anna"), ("⟨Jose\u{301}⟩ x", "Jose\u{301}"), ("⟨Jose\u{301}⟩", "Jose\u{301}"),
        ("⟨\u{6771}\u{4EAC}\u{3002}⟩", "\u{6771}\u{4EAC}"),
        ("⟨...⟩", nil), ("⟨()⟩", nil), ("⟨.⟩ a", nil), ("a ⟨'⟩", nil),
    ]) func endsHoldWhatBelongsToTheSpan(_ marked: String, _ expected: String?) throws {
        let labels = try TagLabels(TinyTagger.labels)
        let decoder = TagDecoder(labels: labels, transitions: [Float](repeating: 0, count: 30))
        let before = marked.unicodeScalars.prefix { $0 != "⟨" }.count
        let inner = marked.unicodeScalars.dropFirst(before + 1).prefix { $0 != "⟩" }.count
        let text = marked.replacingOccurrences(of: "⟨", with: "").replacingOccurrences(of: "⟩", with: "")
        let words = try reading(text)
        var isFirst = true
        let path = words.words.map { word -> Int in
            guard word.start >= before, word.start < before + inner else { return 0 }
            defer { isFirst = false }
            return isFirst ? 1 : 2
        }
        let spans = decoder.spans(words, labels: path) { _ in 0.5 }
        let scalars = Array(text.unicodeScalars)
        let found = spans.map { String(String.UnicodeScalarView(scalars[$0.start..<$0.end])) }
        #expect(found.map { Array($0.unicodeScalars) } == (expected.map { [Array($0.unicodeScalars)] } ?? []), "\(found)")
    }

    @Test func neighboursOfOneEntityStaySeparate() throws {
        let labels = try TagLabels(TinyTagger.labels)
        let decoder = TagDecoder(labels: labels, transitions: [Float](repeating: 0, count: 30))
        let words = try reading("Anna Bob Smith Paris Rome it")
        let spans = decoder.spans(words, labels: [1, 1, 2, 3, 4, 0]) { Float($0) / 10 }
        #expect(spans.map(\.start) == [0, 5, 15] && spans.map(\.end) == [4, 14, 25])
        #expect(spans.map(\.entity) == [.person, .person, .location])
        #expect(zip(spans.map(\.score), [0, 0.15, 0.35] as [Float]).allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
