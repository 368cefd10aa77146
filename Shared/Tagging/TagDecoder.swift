import Inference
import Privacy

/// The best sequence of labels for a text's words (Viterbi), and the spans that it stands for.
struct TagDecoder: Sendable {
    private let labels: TagLabels
    /// [labels + 1, labels]: as in the file, with minus infinity where a move is not allowed.
    private let transitions: [Float]
    /// For each label the labels that it may follow.
    private let sources: [[Int]]
    /// The labels of each label's entity: its own and the other of the pair; empty for "O".
    private let pairs: [[Int]]

    init(labels: TagLabels, transitions: [Float]) {
        let count = labels.count
        precondition(transitions.count == (count + 1) * count)
        self.labels = labels
        var allowed = transitions
        for next in 0..<count {
            for previous in 0..<count where !labels.allows(previous, next) { allowed[previous * count + next] = -.infinity }
            if !labels.allows(nil, next) { allowed[count * count + next] = -.infinity }
        }
        self.transitions = allowed
        sources = (0..<count).map { next in (0..<count).filter { labels.allows($0, next) } }
        pairs = labels.roles.map { role in
            guard let entity = role.entity else { return [] }
            return labels.roles.indices.filter { labels.roles[$0].entity == entity }
        }
    }

    /// The label of each word. `scores` is [tokens, labels].
    func labels(of words: [TaggerWord], scores: [Float]) -> [Int] {
        let count = labels.count
        guard let first = words.first else { return [] }
        var best = (0..<count).map { transitions[count * count + $0] + scores[first.firstPiece * count + $0] }
        var next = best
        var origins = [UInt8](repeating: 0, count: words.count * count)
        for (index, word) in words.enumerated().dropFirst() {
            let base = word.firstPiece * count
            var highest = -Float.infinity
            for label in 0..<count {
                var origin = labels.outside
                var score = -Float.infinity
                for source in sources[label] {
                    let candidate = best[source] + transitions[source * count + label]
                    if candidate > score { (score, origin) = (candidate, source) }
                }
                next[label] = score + scores[base + label]
                origins[index * count + label] = UInt8(origin)
                highest = max(highest, next[label])
            }
            // Kept near zero, or a long text's scores lose their fractions.
            for label in 0..<count { best[label] = next[label] - highest }
        }
        var label = best.indices.reduce(labels.outside) { best[$1] > best[$0] ? $1 : $0 }
        var path = [Int](repeating: label, count: words.count)
        for index in stride(from: words.count - 1, to: 0, by: -1) {
            label = Int(origins[index * count + label])
            path[index - 1] = label
        }
        return path
    }

    func spans(_ words: WordReading, scores: [Float]) -> [EntitySpan] {
        let path = labels(of: words.words, scores: scores)
        return spans(words, labels: path) { word in
            probability(of: path[word], scores, words.words[word].firstPiece * labels.count)
        }
    }

    /// The probability of the label's entity at a word whose scores begin at `base`: softmax, its B- and I- together.
    private func probability(of label: Int, _ scores: [Float], _ base: Int) -> Float {
        let row = scores[base..<base + labels.count]
        let highest = row.max() ?? 0
        var sum: Float = 0
        var own: Float = 0
        for index in 0..<labels.count {
            let weight = exponential(row[base + index] - highest)
            sum += weight
            if pairs[label].contains(index) { own += weight }
        }
        return own / sum
    }

    /// Spans of words with one entity's labels, their ends trimmed, each with the mean of its words' `score`.
    func spans(_ words: WordReading, labels path: [Int], score: (Int) -> Float) -> [EntitySpan] {
        var spans: [EntitySpan] = []
        var index = 0
        while index < path.count {
            let start = index
            index += 1
            guard let entity = labels.roles[path[start]].entity else { continue }
            while index < path.count, labels.roles[path[index]] == .inside(entity) { index += 1 }
            let kept = SpanEnds.trim(start..<index, words)
            guard !kept.isEmpty else { continue }
            let mean = kept.reduce(0) { $0 + score($1) } / Float(kept.count)
            let (first, end) = SpanEnds.offsets(kept, words)
            spans.append(EntitySpan(entity: entity, start: first, end: end, score: min(max(mean, 0), 1), rule: Tagger.rule))
        }
        return spans
    }
}
