import Testing

@testable import Privacy

@Suite struct StreamingRestorerTests {
    private static let map: RestoreMap = {
        var map = RestoreMap(salt: 1)
        _ = map.placeholder(for: Array("josé@example.com".utf8), .emailAddress)
        _ = map.placeholder(for: Array("+1 (212) 555-0143".utf8), .phoneNumber)
        return map
    }()
    private static let answer =
        "Hi 👋🏽, [[EMAIL_1]]: call \\[\\[PHONE\\_1\\]\\] or [ EMAIL_1 ], not [[EMAIL_2]]; a[0] = [[1, 2]] [[SECRET_1]] [[[PHONE_1]]] [[PHONE_1"
    private static let restored =
        "Hi 👋🏽, josé@example.com: call +1 (212) 555-0143 or josé@example.com, not [[EMAIL_2]]; a[0] = [[1, 2]] [[SECRET_1]] [+1 (212) 555-0143] [[PHONE_1"

    @Test func restoresAWholeText() { #expect(Self.map.restore(Self.answer) == Self.restored) }

    @Test func restoresWhateverTheBordersOfTwoChunks() {
        let scalars = Array(Self.answer.unicodeScalars)
        for cut in 0...scalars.count {
            var restorer = StreamingRestorer(Self.map)
            let pieces = restorer.consume(String(scalars[..<cut])) + restorer.consume(String(scalars[cut...])) + restorer.finish()
            #expect(Array(pieces.utf8) == Array(Self.restored.utf8), "cut at \(cut)")
        }
    }

    @Test func restoresScalarByScalar() {
        var restorer = StreamingRestorer(Self.map)
        var pieces = ""
        for scalar in Self.answer.unicodeScalars { pieces += restorer.consume(String(scalar)) }
        pieces += restorer.finish()
        #expect(Array(pieces.utf8) == Array(Self.restored.utf8))
    }

    @Test func restoresInRandomPieces() {
        var generator = SeededGenerator(seed: 11)
        let scalars = Array(Self.answer.unicodeScalars)
        for _ in 0..<300 {
            var restorer = StreamingRestorer(Self.map)
            var pieces = ""
            var index = 0
            while index < scalars.count {
                let next = min(scalars.count, index + Int.random(in: 0...9, using: &generator))
                pieces += restorer.consume(String(scalars[index..<next]))
                index = next
            }
            pieces += restorer.finish()
            #expect(Array(pieces.utf8) == Array(Self.restored.utf8))
        }
    }

    @Test func holdsBackNoMoreThanOnePlaceholder() {
        for text in [
            "[[[[[[[[[[[[[[[[", "[[EMAIL_", "\\[\\[\\[\\[\\[\\[\\[\\[", "[[EMAIL                     1]]", "[[EMAIL_000000000000000001]]",
            "[[aaaaaaaaaaaaaaaaaaaaa",
        ] {
            var restorer = StreamingRestorer(Self.map)
            var given = 0
            var taken = 0
            for scalar in text.unicodeScalars {
                taken += 1
                given += restorer.consume(String(scalar)).unicodeScalars.count
                #expect(taken - given <= Placeholder.longestLength)
            }
            #expect(given + restorer.finish().unicodeScalars.count == taken)
        }
    }

    @Test func givesOrdinaryTextOutAtOnce() {
        var restorer = StreamingRestorer(Self.map)
        #expect(restorer.consume("nothing to hold") == "nothing to hold")
        #expect(restorer.consume("a [").isEmpty == false)
        #expect(restorer.consume("x ") == "[x ")
        #expect(restorer.finish().isEmpty)
    }
}

extension String {
    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self.init(view)
    }

    fileprivate init(_ scalar: Unicode.Scalar) { self.init(CollectionOfOne(scalar)) }
}
