/// The operator's deny list: terms that are masked wherever they stand as whole words, compared by `Folding`. At one place the longest term counts.
struct DeniedTerms: Sendable {
    static let rule = "denied-term"

    private static let seed: UInt64 = 0x5851_F42D_4C95_7F2D

    private var trie = WordTrie()
    /// By node; of one term under two entities the first counts.
    private var entities: [Int32: EntityType] = [:]

    var isEmpty: Bool { trie.isEmpty }

    init(_ terms: [AnonymizerSettings.DeniedTerm]) {
        for term in terms {
            let scalars = Array(term.term.unicodeScalars)
            let tokens = WordTokens(folding: scalars, seed: Self.seed)
            // White space around a term is a slip of the pen.
            let used = tokens.starts.indices.filter { !scalars[Int(tokens.starts[$0])].properties.isWhitespace }
            guard let first = used.first, let last = used.last else { continue }
            let node = tokens.hashes[first...last].reduce(0) { trie.extend($0, $1) }
            if entities[node] == nil { entities[node] = term.entity }
        }
    }

    /// From left to right, without overlap. Linear in the text for terms of bounded length, which are the operator's.
    func spans(in scalars: [Unicode.Scalar]) -> [EntitySpan] {
        guard !isEmpty else { return [] }
        let tokens = WordTokens(folding: scalars, seed: Self.seed)
        var spans: [EntitySpan] = []
        var token = 0
        while token < tokens.count {
            guard trie.mayBegin(with: tokens.hashes[token]), let (entity, next) = longest(tokens, from: token) else {
                token += 1
                continue
            }
            spans.append(
                EntitySpan(
                    entity: entity, start: Int(tokens.starts[token]), end: Int(tokens.ends[next - 1]), score: 1, rule: Self.rule,
                    reasons: ["deny list"]))
            token = next
        }
        return spans
    }

    private func longest(_ tokens: WordTokens, from token: Int) -> (EntityType, next: Int)? {
        var best: (EntityType, next: Int)?
        var node: Int32 = 0
        var index = token
        while index < tokens.count, let next = trie.step(from: node, tokens.hashes[index]) {
            node = next
            index += 1
            if let entity = entities[node] { best = (entity, index) }
        }
        return best
    }
}
