import Privacy
import Tagging
import Testing

@testable import TaggerTraining

@Suite struct LayerTrainerTests {
    private static let names = ["O", "B-PERSON", "I-PERSON", "B-LOCATION", "I-LOCATION"]

    /// Numbers that look random and are the same on every machine.
    private struct Numbers {
        var state: UInt64 = 42

        mutating func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / 8_388_608 - 1
        }
    }

    /// Texts of 1 to 40 words whose states tell the label but for one in ten, which only its neighbours tell.
    private func states(_ texts: Int, dimension: Int) -> (WordStates, [[Int]], [[Float]]) {
        var numbers = Numbers()
        var states = WordStates(dimension: dimension)
        var truths: [[Int]] = []
        var rows: [[Float]] = []
        for text in 0..<texts {
            var truth: [Int] = []
            for word in 0...(text % 40) {
                let before = word == 0 ? 0 : truth[word - 1]
                let inside = before == 0 ? 0 : (before + 1) / 2 * 2
                truth.append(numbers.next() > 0.4 && inside != 0 ? inside : [0, 0, 1, 3][Int(abs(numbers.next()) * 3.99)])
            }
            var row: [Float] = []
            for label in truth {
                let isHidden = numbers.next() > 0.9
                for index in 0..<dimension { row.append(numbers.next() + (index == label && !isHidden ? 3 : 0) + Float(index)) }
            }
            states.append(row, masks: truth.map { 1 << UInt64($0) })
            truths.append(truth)
            rows.append(row)
        }
        states.finish()
        return (states, truths, rows)
    }

    /// Along directions rather than axes: single precision leaves a sum over all more digits than one component.
    private func checkGradient(_ count: Int, _ evaluate: ([Float], inout [Float]) -> Double) {
        var numbers = Numbers()
        let point = (0..<count).map { _ in numbers.next() / 2 }
        var gradient = [Float](repeating: 0, count: count)
        #expect(evaluate(point, &gradient).isFinite)
        var scratch = gradient
        for _ in 0..<12 {
            let direction = point.map { _ in numbers.next() }
            let step: Float = 1e-3
            let up = evaluate(zip(point, direction).map { $0 + step * $1 }, &scratch)
            let down = evaluate(zip(point, direction).map { $0 - step * $1 }, &scratch)
            let slope = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            #expect(abs((up - down) / (2 * Double(step)) - slope) < 2e-3 * max(1, abs(slope)))
        }
    }

    @Test(arguments: [7, 12]) func derivesItsObjectivesExactly(dimension: Int) throws {
        let masks = try #require(LabelMasks(TagLabels(Self.names)))
        let (known, truths, rows) = states(45, dimension: dimension)
        var partly = WordStates(dimension: dimension)
        for (text, (truth, row)) in zip(truths, rows).enumerated() {
            partly.append(
                row,
                masks: truth.enumerated().map { (text + $0.offset) % 5 == 0 ? 0b11011 | 1 << UInt64($0.element) : 1 << UInt64($0.element) })
        }
        partly.finish()
        for states in [known, partly] {
            let words = WordObjective(states, labels: masks.labels.count, inverseRegularisation: 0.1, threads: 2)
            checkGradient(words.parameterCount) { words.evaluate($0, gradient: &$1) }
            var numbers = Numbers()
            let weights = (0..<5 * dimension).map { _ in numbers.next() / 4 }
            let chain = TransitionObjective(
                states, masks: masks, weights: weights, biases: [0.1, 0, 0, -0.2, 0], inverseRegularisation: 0.1, threads: 2)
            checkGradient(chain.parameterCount) { chain.evaluate($0, gradient: &$1) }
        }
    }

    @Test func countsLabelsThatAreAllButImpossibleByTheirScore() {
        // One word, two labels 400 apart: the loss is the distance, the derivative one whole step towards what is right.
        var states = WordStates(dimension: 1)
        states.append([1], masks: [2])
        states.finish()
        let shard = WordShard(dimension: 1, weights: [400, 0], biases: [0, 0])
        shard.add(states.chunks[0])
        #expect(abs(shard.loss - 400) < 1e-3)
        #expect(shard.gradient == [1, -1, 1, -1])
    }

    @Test func givesTheSameBitsWhateverTheThreads() throws {
        let masks = try #require(LabelMasks(TagLabels(Self.names)))
        let (states, _, _) = states(200, dimension: 9)
        var settings = LayerTrainer.Settings()
        settings.passes = 12
        let layers = [1, 2, 5].map { threads in
            settings.threads = threads
            return LayerTrainer.train(states, masks: masks, settings: settings).layer
        }
        #expect(layers[0] == layers[1] && layers[1] == layers[2])
    }

    @Test func learnsWhatStatesAndNeighboursTell() throws {
        let masks = try #require(LabelMasks(TagLabels(Self.names)))
        let (states, truths, rows) = states(300, dimension: 9)
        let result = LayerTrainer.train(states, masks: masks)
        #expect(result.converged && result.objective < result.wordObjective)
        let alone = TaggerLayer(
            weights: result.layer.weights, biases: result.layer.biases,
            transitions: [Float](repeating: 0, count: result.layer.transitions.count))
        var right = (with: 0, without: 0)
        for (truth, row) in zip(truths, rows) {
            right.with += zip(truth, decode(row, result.layer, masks.labels)).count { $0 == $1 }
            right.without += zip(truth, decode(row, alone, masks.labels)).count { $0 == $1 }
        }
        #expect(Double(right.with) / Double(states.words) > 0.9)
        #expect(right.with > right.without)
        let forbidden = [0 * 5 + 2, 0 * 5 + 4, 1 * 5 + 4, 2 * 5 + 4, 3 * 5 + 2, 4 * 5 + 2, 5 * 5 + 2, 5 * 5 + 4]
        #expect(result.layer.transitions.indices.filter { result.layer.transitions[$0] == TaggerLayer.forbiddenScore } == forbidden)
    }

    @Test func learnsFromWordsOfWhichOnlyPartIsKnown() throws {
        let masks = try #require(LabelMasks(TagLabels(Self.names)))
        let (known, truths, rows) = states(300, dimension: 9)
        // Every second text says of its places only that they may be places or nothing.
        var partly = WordStates(dimension: 9)
        let open: LabelMasks.Mask = 0b11001
        for (text, (truth, row)) in zip(truths, rows).enumerated() {
            partly.append(row, masks: truth.map { text % 2 == 0 || [1, 2].contains($0) ? 1 << UInt64($0) : open })
        }
        partly.finish()
        let layer = LayerTrainer.train(partly, masks: masks).layer
        var right = 0
        for (truth, row) in zip(truths, rows) { right += zip(truth, decode(row, layer, masks.labels)).count { $0 == $1 } }
        #expect(Double(right) / Double(known.words) > 0.88)
    }

    @Test func saysWhenItCameToItsLimit() throws {
        let masks = try #require(LabelMasks(TagLabels(Self.names)))
        let (states, _, _) = states(50, dimension: 7)
        var settings = LayerTrainer.Settings()
        settings.passes = 3
        var passes: [Int] = []
        let result = LayerTrainer.train(states, masks: masks, settings: settings) { passes.append($0) }
        #expect(!result.converged && result.passes == 6 && passes == [0, 1, 2, 3, 4, 5])
    }

    /// The best path, by dynamic programming over plain scores.
    private func decode(_ row: [Float], _ layer: TaggerLayer, _ labels: TagLabels) -> [Int] {
        let count = labels.count
        let dimension = layer.weights.count / count
        var best: [[(score: Float, from: Int)]] = []
        for word in 0..<row.count / dimension {
            best.append(
                (0..<count).map { label in
                    let state = row[word * dimension..<(word + 1) * dimension]
                    let emission = zip(state, layer.weights[label * dimension..<(label + 1) * dimension]).reduce(layer.biases[label]) {
                        $0 + $1.0 * $1.1
                    }
                    guard word > 0 else {
                        return (labels.allows(nil, label) ? emission + layer.transitions[count * count + label] : -.infinity, -1)
                    }
                    let options = (0..<count).filter { labels.allows($0, label) }.map {
                        (best[word - 1][$0].score + layer.transitions[$0 * count + label] + emission, $0)
                    }
                    return options.max { $0.0 < $1.0 } ?? (-.infinity, 0)
                })
        }
        guard var label = best.last?.indices.max(by: { best[best.count - 1][$0].score < best[best.count - 1][$1].score }) else { return [] }
        var path: [Int] = []
        for word in best.indices.reversed() {
            path.append(label)
            label = best[word][label].from
        }
        return path.reversed()
    }
}
