import Inference
import Privacy

/// The best sequence of labels for a text's words (Viterbi), and the spans that it stands for.
struct TagDecoder: Sendable {
    private let labels: TagLabels
    /// [labels + 1, labels]: as in the file, with minus infinity where a move is not allowed.
    private let transitions: [Float]
    /// Labels that may follow every other ("O" and "B-").
    private let openLabels: [Int]
    /// [openLabels by fours, labels]: from each label to four of them; minus infinity in the lanes that are left.
    private let openMoves: [SIMD4<Float>]
    /// "I-" labels, and what leads to each: the label itself and its "B-". The moves to one label stand together.
    private let insideMoves: [(label: Int, source: Int, score: Float)]
    /// The labels of each label's entity: its own and the other of the pair; empty for "O".
    private let pairs: [[Int]]
    private let posteriors: LabelPosteriors

    /// - Parameter transitions: [labels + 1, labels], as in the file; moves that `labels` does not allow are not made.
    init(labels: TagLabels, transitions: [Float]) {
        let count = labels.count
        precondition(transitions.count == (count + 1) * count)
        self.labels = labels
        self.transitions = transitions.indices.map {
            labels.allows($0 / count == count ? nil : $0 / count, $0 % count) ? transitions[$0] : -.infinity
        }
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
        guard !words.isEmpty else { return [] }
        let count = labels.count
        // [words, labels]: the score of the best path to each label. Where it came from is found again on the way back, for one label a word.
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: words.count * count) { paths in
            guard let paths = paths.baseAddress else { return [] }
            scores.withUnsafeBufferPointer { scores in
                guard let scores = scores.baseAddress else { return }
                for index in words.indices {
                    let row = paths + index * count
                    if index == 0 {
                        for label in 0..<count { row[label] = transitions[count * count + label] }
                    } else {
                        step(from: row - count, to: row)
                    }
                    let own = scores + words[index].firstPiece * count
                    var highest = -Float.infinity
                    for label in 0..<count {
                        row[label] += own[label]
                        highest = max(highest, row[label])
                    }
                    // Kept near zero, or a long text's scores lose their fractions.
                    for label in 0..<count { row[label] -= highest }
                }
            }
            let last = paths + (words.count - 1) * count
            var label = (0..<count).reduce(labels.outside) { last[$1] > last[$0] ? $1 : $0 }
            var path = [Int](repeating: label, count: words.count)
            for index in stride(from: words.count - 2, through: 0, by: -1) {
                label = source(of: label, paths + index * count)
                path[index] = label
            }
            return path
        }
    }

    /// The best score of getting from one word's labels to each of the next one's.
    @inline(__always)
    private func step(from row: UnsafePointer<Float>, to next: UnsafeMutablePointer<Float>) {
        let count = labels.count
        openMoves.withUnsafeBufferPointer { moves in
            guard let moves = moves.baseAddress else { return }
            var group = 0
            while group < openLabels.count {
                let first = moves + group / 4 * count
                var score = SIMD4<Float>(repeating: -.infinity)
                for source in 0..<count {
                    let candidate = first[source] + row[source]
                    score.replace(with: candidate, where: candidate .> score)
                }
                for lane in 0..<min(4, openLabels.count - group) { next[openLabels[group + lane]] = score[lane] }
                group += 4
            }
        }
        var previous = -1
        for move in insideMoves {
            let candidate = row[move.source] + move.score
            if move.label != previous || candidate > next[move.label] { next[move.label] = candidate }
            previous = move.label
        }
    }

    /// The label from which the best path came to `label`, given the scores before it.
    private func source(of label: Int, _ row: UnsafePointer<Float>) -> Int {
        let count = labels.count
        var best = labels.outside
        var score = -Float.infinity
        for source in 0..<count {
            let candidate = row[source] + transitions[source * count + label]
            if candidate > score { (score, best) = (candidate, source) }
        }
        return best
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
