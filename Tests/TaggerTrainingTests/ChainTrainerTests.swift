import Classification
import Privacy
import Testing

@testable import TaggerTraining

@Suite struct ChainTrainerTests {
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
    private func states(_ texts: Int, dimension: Int, labels: TagLabels) -> (WordStates, [[Int]], [[Float]]) {
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

    @Test(arguments: [7, 12]) func derivesItsObjectiveExactly(dimension: Int) throws {
        let labels = try TagLabels(Self.names)
        let (states, _, _) = states(45, dimension: dimension, labels: labels)
        let objective = ChainObjective(states, labels: labels, inverseRegularisation: 0.1, threads: 2)
        var numbers = Numbers()
        let point = (0..<objective.parameterCount).map { _ in numbers.next() / 2 }
        var gradient = [Float](repeating: 0, count: point.count)
        let value = objective.evaluate(point, gradient: &gradient)
        #expect(value.isFinite)
        var scratch = gradient
        // Along directions rather than axes: single precision leaves a sum over all more digits than one component.
        for _ in 0..<12 {
            let direction = point.map { _ in numbers.next() }
            let step: Float = 1e-3
            let up = objective.evaluate(zip(point, direction).map { $0 + step * $1 }, gradient: &scratch)
            let down = objective.evaluate(zip(point, direction).map { $0 - step * $1 }, gradient: &scratch)
            let slope = zip(gradient, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            #expect(abs((up - down) / (2 * Double(step)) - slope) < 2e-3 * max(1, abs(slope)))
        }
    }

    @Test func givesTheSameBitsWhateverTheThreads() throws {
        let labels = try TagLabels(Self.names)
        let (states, _, _) = states(200, dimension: 9, labels: labels)
        var settings = ChainTrainer.Settings()
        settings.passes = 12
        let models = [1, 2, 5].map { threads in
            settings.threads = threads
            return ChainTrainer.train(states, labels: labels, settings: settings).model
        }
        #expect(models[0] == models[1] && models[1] == models[2])
    }

    @Test func learnsWhatStatesAndNeighboursTell() throws {
        let labels = try TagLabels(Self.names)
        let (states, truths, rows) = states(300, dimension: 9, labels: labels)
        let result = ChainTrainer.train(states, labels: labels)
        #expect(result.outcome == .converged || result.outcome == .stalled)
        let alone = ChainModel(
            weights: result.model.weights, biases: result.model.biases,
            transitions: [Float](repeating: 0, count: result.model.transitions.count))
        var right = (with: 0, without: 0)
        for (truth, row) in zip(truths, rows) {
            right.with += zip(truth, decode(row, result.model, labels)).count { $0 == $1 }
            right.without += zip(truth, decode(row, alone, labels)).count { $0 == $1 }
        }
        #expect(Double(right.with) / Double(states.words) > 0.9)
        #expect(right.with > right.without)
        // Forbidden transitions are nobody's business.
        let transitions = result.model.transitions
        #expect(transitions[0 * 5 + 2] == 0 && transitions[5 * 5 + 4] == 0 && transitions[1 * 5 + 4] == 0)
    }

    @Test func learnsFromWordsOfWhichOnlyPartIsKnown() throws {
        let labels = try TagLabels(Self.names)
        let (known, truths, rows) = states(300, dimension: 9, labels: labels)
        // Every second text says of its places only that they may be places or nothing.
        var partly = WordStates(dimension: 9)
        let open = labels.mask(outsideOr: [.location])
        for (text, (truth, row)) in zip(truths, rows).enumerated() {
            partly.append(row, masks: truth.map { text % 2 == 0 || [1, 2].contains($0) ? 1 << UInt64($0) : open })
        }
        partly.finish()
        let model = ChainTrainer.train(partly, labels: labels).model
        var right = 0
        for (truth, row) in zip(truths, rows) { right += zip(truth, decode(row, model, labels)).count { $0 == $1 } }
        #expect(Double(right) / Double(known.words) > 0.88)
    }

    @Test func stopsWhenItIsTold() throws {
        let labels = try TagLabels(Self.names)
        let (states, _, _) = states(50, dimension: 7, labels: labels)
        let result = ChainTrainer.train(states, labels: labels) { $0 < 3 }
        #expect(result.outcome == .cancelled && result.passes == 3)
    }

    /// The best path, by dynamic programming over plain scores.
    private func decode(_ row: [Float], _ model: ChainModel, _ labels: TagLabels) -> [Int] {
        let count = labels.count
        let dimension = model.weights.count / count
        var best: [[(score: Float, from: Int)]] = []
        for word in 0..<row.count / dimension {
            best.append(
                (0..<count).map { label in
                    let state = row[word * dimension..<(word + 1) * dimension]
                    let emission = zip(state, model.weights[label * dimension..<(label + 1) * dimension]).reduce(model.biases[label]) {
                        $0 + $1.0 * $1.1
                    }
                    guard word > 0 else {
                        return (labels.allows(nil, label) ? emission + model.transitions[count * count + label] : -.infinity, -1)
                    }
                    let options = (0..<count).filter { labels.allows($0, label) }.map {
                        (best[word - 1][$0].score + model.transitions[$0 * count + label] + emission, $0)
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
