/// The values of a conversation as they are looked for in its later texts, whether or not anything would find them there.
///
/// Where a value is seen, as whole words:
/// - written exactly as before, always;
/// - a person, a place or an organisation also in any other case, except when it is one word that is a common word too ("Will"): then not in small letters;
/// - a word of a person's name of several words ("Anna" after "Anna Berg"), unless it begins with a small letter, when in the name it did not and is neither
///   a particle nor a title.
///
/// Each spelling is a value of its own with a token of its own, for a token must restore to what was written.
/// Values of fewer than three scalars are not looked for. Of a value of more than `mostTokens` tokens its beginning is.
///
/// A trie over `WordTokens`. From one place at most `mostTokens` steps are taken, so time is linear in the text and, for learning, in the values.
struct KnownValues: Sendable {
    /// A place where a value stands.
    struct Occurrence: Equatable {
        let entity: EntityType
        let start: Int
        let end: Int
        /// A word of a name instead of the whole.
        let isPart: Bool
    }

    private struct Meaning {
        enum Spelling {
            case exact
            case capitalised
            case any
        }

        let entity: EntityType
        let spelling: Spelling
        let isPart: Bool
    }

    static let fewestScalars = 3
    /// Of one value: a name has 3, an address about 15, a URL 30.
    static let mostTokens = 64

    private let seed: UInt64
    private var trie = WordTrie()
    private var meanings: [Meaning] = []
    /// What a path to a node means when it is written exactly so, as a place in `meanings`: by node and a hash that tells case.
    private var exact = NumberTable()
    /// By node, what it means in another case, as a place in `meanings`; -1: nothing, -2: no value ends there. A node that is missing is no end.
    private var loose: [Int32] = []

    init(seed: UInt64) { self.seed = seed }

    var isEmpty: Bool { trie.isEmpty }

    // MARK: Learning

    mutating func learn(_ value: ArraySlice<Unicode.Scalar>, _ entity: EntityType) {
        let value = EscapeSequence.decoded(value)
        guard value.count >= Self.fewestScalars else { return }
        let isName = entity == .person || entity == .location || entity == .organization
        let isCommon = isName && CommonWords.contains(value)
        insert(value, entity, isName ? (isCommon ? .capitalised : .any) : .exact, isPart: false)
        guard entity == .person else { return }
        let words = value.split { $0.properties.isWhitespace }
        guard words.count > 1 else { return }
        for word in words where word.count >= Self.fewestScalars {
            guard let first = word.first, Self.canBeginName(first), !CommonWords.isParticleOrTitle(word) else { continue }
            insert(word, entity, .capitalised, isPart: true)
        }
    }

    private mutating func insert(_ value: ArraySlice<Unicode.Scalar>, _ entity: EntityType, _ spelling: Meaning.Spelling, isPart: Bool) {
        var node: Int32 = 0
        var hash = seed
        value.withUnsafeBufferPointer { scalars in
            var index = 0
            var count = 0
            while index < scalars.count, count < Self.mostTokens {
                let token = WordTokens.token(scalars, at: index, seed: seed, isOpaque: { _ in false })
                hash = WordTokens.exactHash(scalars[index..<token.end], seed: hash)
                node = trie.extend(node, token.hash)
                index = token.end
                count += 1
            }
        }
        while loose.count <= Int(node) { loose.append(-2) }
        let place = Int32(truncatingIfNeeded: meanings.count)
        let key = WordTrie.key(node, hash)
        let meaning = Meaning(entity: entity, spelling: spelling, isPart: isPart)
        var isUsed = false
        // The first to be learnt stays, but a whole value comes before a word of a name, and any case before some.
        if let known = exact[key] {
            if meanings[Int(known)].isPart, !isPart { meanings[Int(known)] = meaning }
        } else {
            exact.insert(key, place)
            isUsed = true
        }
        let other = loose[Int(node)]
        if spelling == .exact {
            loose[Int(node)] = max(other, -1)
        } else if other < 0 || (spelling == .any && meanings[Int(other)].spelling != .any) {
            loose[Int(node)] = place
            isUsed = true
        }
        if isUsed { meanings.append(meaning) }
    }

    // MARK: Finding

    /// Where known values stand in `scalars`: from left to right, of two that begin at one place the longer, without overlap.
    /// - Parameters:
    ///   - isOpaque: whether the scalar at an offset stands for something else and equals nothing.
    ///   - steps: grows by the scalars looked at beyond the first token of each place.
    func occurrences(in scalars: [Unicode.Scalar], isOpaque: (Int) -> Bool, steps: inout Int) -> [Occurrence] {
        scalars.withUnsafeBufferPointer { scalars in
            var found: [Occurrence] = []
            var index = 0
            while index < scalars.count {
                let first = WordTokens.token(scalars, at: index, seed: seed, isOpaque: isOpaque)
                if trie.mayBegin(with: first.hash), let occurrence = longest(scalars, from: index, first, isOpaque, &steps) {
                    found.append(occurrence)
                    index = occurrence.end
                } else {
                    index = first.end
                }
            }
            return found
        }
    }

    private func longest(
        _ scalars: UnsafeBufferPointer<Unicode.Scalar>, from start: Int, _ first: (hash: UInt64, end: Int), _ isOpaque: (Int) -> Bool,
        _ steps: inout Int
    ) -> Occurrence? {
        var best: Occurrence?
        var node: Int32 = 0
        var hash = seed
        var last = start
        var token = first
        while let next = trie.step(from: node, token.hash) {
            node = next
            hash = WordTokens.exactHash(scalars[last..<token.end], seed: hash)
            steps += token.end - last
            last = token.end
            if Int(node) < loose.count, loose[Int(node)] > -2, let meaning = meaning(node, hash, first: scalars[start]) {
                best = Occurrence(entity: meaning.entity, start: start, end: last, isPart: meaning.isPart)
            }
            guard last < scalars.count else { break }
            token = WordTokens.token(scalars, at: last, seed: seed, isOpaque: isOpaque)
        }
        return best
    }

    private func meaning(_ node: Int32, _ hash: UInt64, first: Unicode.Scalar) -> Meaning? {
        if let place = exact[WordTrie.key(node, hash)] { return meanings[Int(place)] }
        let place = loose[Int(node)]
        guard place >= 0, meanings[Int(place)].spelling == .any || !first.properties.isLowercase else { return nil }
        return meanings[Int(place)]
    }

    /// A capital, or a letter of a script that has none.
    private static func canBeginName(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic && !scalar.properties.isLowercase }
}
