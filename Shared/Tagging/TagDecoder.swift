import Inference
import Privacy

/// The best sequence of labels for a text's words (Viterbi), and the spans that it stands for.
struct TagDecoder: Sendable {
    private let labels: TagLabels
    /// Scores of the first word's labels after the text's beginning; minus infinity where a text cannot begin.
    private let starts: [Float]
    /// Labels that may follow every other ("O" and "B-"), by fours; the last four filled up with labels that nothing reaches.
    private let openLabels: [Int]
    /// [openLabels / 4, labels]: from each label to four of them.
    private let openMoves: [SIMD4<Float>]
    /// "I-" labels, and what leads to each: the label itself and its "B-".
    private let insideMoves: [(label: Int, source: Int, score: Float)]
    /// The labels of each label's entity: its own and the other of the pair; empty for "O".
    private let pairs: [[Int]]
    private let posteriors: LabelPosteriors

    /// - Parameter transitions: [labels + 1, labels], as in the file; moves that `labels` does not allow are not made.
    init(labels: TagLabels, transitions: [Float]) {
        let count = labels.count
        precondition(transitions.count == (count + 1) * count)
        self.labels = labels
        starts = (0..<count).map { labels.allows(nil, $0) ? transitions[count * count + $0] : -.infinity }
        let openLabels = (0..<count).filter { labels.allows(nil, $0) }
        var openMoves: [SIMD4<Float>] = []
        for group in stride(from: 0, to: openLabels.count, by: 4) {
            for source in 0..<count {
                var moves = SIMD4<Float>(repeating: -.infinity)
                for lane in 0..<min(4, openLabels.count - group) { moves[lane] = transitions[source * count + openLabels[group + lane]] }
                openMoves.append(moves)
            }
        }
        var insideMoves: [(label: Int, source: Int, score: Float)] = []
        for label in 0..<count where !openLabels.contains(label) {
            for source in 0..<count where labels.allows(source, label) {
                insideMoves.append((label, source, transitions[source * count + label]))
            }
        }
        self.openLabels = openLabels
        self.openMoves = openMoves
        self.insideMoves = insideMoves
        pairs = labels.roles.map { role in
            guard let entity = role.entity else { return [] }
            return labels.roles.indices.filter { labels.roles[$0].entity == entity }
        }
        posteriors = LabelPosteriors(labels: labels, transitions: transitions)
    }

    /// The label of each word. `scores` is [tokens, labels].
    func labels(of words: [TaggerWord], scores: [Float]) -> [Int] {
        let count = labels.count
        guard let first = words.first else { return [] }
        var best = (0..<count).map { starts[$0] + scores[first.firstPiece * count + $0] }
        var next = best
        var origins = [UInt8](repeating: UInt8(labels.outside), count: words.count * count)
        for index in 1..<words.count {
            let base = words[index].firstPiece * count
            step(best, to: &next, origins: &origins, at: index * count)
            var highest = -Float.infinity
            for label in 0..<count {
                next[label] += scores[base + label]
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

    /// The best score of getting from one word's labels to each of the next one's, and from which.
    @inline(__always)
    private func step(_ best: [Float], to next: inout [Float], origins: inout [UInt8], at base: Int) {
        let count = labels.count
        var group = 0
        while group < openLabels.count {
            var score = SIMD4<Float>(repeating: -.infinity)
            var origin = SIMD4<Int32>(repeating: Int32(labels.outside))
            for source in 0..<count {
                let candidate = openMoves[group / 4 * count + source] + best[source]
                let isBetter = candidate .> score
                score.replace(with: candidate, where: isBetter)
                origin.replace(with: Int32(truncatingIfNeeded: source), where: isBetter)
            }
            for lane in 0..<min(4, openLabels.count - group) {
                next[openLabels[group + lane]] = score[lane]
                origins[base + openLabels[group + lane]] = UInt8(truncatingIfNeeded: origin[lane])
            }
            group += 4
        }
        var previous = -1
        for move in insideMoves {
            let candidate = best[move.source] + move.score
            // The moves to one label stand together.
            if move.label != previous || candidate > next[move.label] {
                next[move.label] = candidate
                origins[base + move.label] = UInt8(move.source)
            }
            previous = move.label
        }
    }

    func spans(_ words: WordReading, scores: [Float]) -> [EntitySpan] {
        let path = labels(of: words.words, scores: scores)
        guard path.contains(where: { $0 != labels.outside }) else { return [] }
        if let found = posteriors.probabilities(of: words.words, scores: scores, wanted: { pairs[path[$0]] }) {
            return spans(words, labels: path) { found[$0] }
        }
        return spans(words, labels: path) { word in
            probability(of: path[word], scores, words.words[word].firstPiece * labels.count)
        }
    }

    /// The same by the word's scores alone, which begin at `base`: softmax, its B- and I- together.
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
