import Foundation
import Testing

@testable import TaggerTraining

/// Three labels, a few words: small enough to add up every path.
@Suite struct LinearChainTests {
    private static let labels = 3
    private static let transitions: [Float] = [0.3, -0.7, 1.1, 0, 0.9, -1.2, -0.4, 0.6, 0.2, 0.5, -0.3, 0]
    /// From label 0 and from the start, label 2 is out of reach.
    private static let isAllowed = [true, true, false, true, true, true, true, true, true, true, true, false]
    private static let logits: [[Float]] = [[0.2, 1.3, -0.5], [-1, 0.4, 0.8], [0.1, 0.1, 2], [1.5, -0.2, 0.3]]

    private func paths(_ masks: [UInt64]) -> [[Int]] {
        masks.reduce([[]]) { paths, mask in
            paths.flatMap { path in (0..<Self.labels).filter { mask >> UInt64($0) & 1 == 1 }.map { path + [$0] } }
        }
    }

    private func score(_ path: [Int], _ logits: [[Double]], _ transitions: [Double]) -> Double? {
        var sum = 0.0
        var previous = Self.labels
        for (word, label) in path.enumerated() {
            guard Self.isAllowed[previous * Self.labels + label] else { return nil }
            sum += logits[word][label] + transitions[previous * Self.labels + label]
            previous = label
        }
        return sum
    }

    /// -log of the probability of the allowed paths, by enumeration.
    private func loss(_ logits: [[Double]], _ transitions: [Double], _ masks: [UInt64]) -> Double {
        func total(_ masks: [UInt64]) -> Double { paths(masks).compactMap { score($0, logits, transitions) }.map { exp($0) }.reduce(0, +) }
        return log(total(masks.map { _ in 7 })) - log(total(masks))
    }

    @Test(
        arguments: [
            ("every word known", [2, 2, 4, 1]), ("one word unknown", [1, 7, 1, 2]), ("two choices", [3, 2, 6, 1]),
            ("one word alone", [2]), ("unknown at both ends", [7, 2, 4, 7]),
        ] as [(String, [UInt64])])
    func agreesWithTheSumOverAllPaths(name: String, masks: [UInt64]) {
        let logits = Self.logits.prefix(masks.count).map { $0.map(Double.init) }
        let transitions = Self.transitions.map(Double.init)
        let chain = LinearChain(labels: Self.labels, transitions: Self.transitions, isAllowed: Self.isAllowed)
        let buffer = Floats(masks.count * chain.stride)
        for (word, row) in logits.enumerated() {
            for (label, value) in row.enumerated() { buffer.base[word * chain.stride + label] = Float(value) }
        }
        let found = chain.loss(buffer.base, masks, words: masks.count, any: 7)
        #expect(abs(found - loss(logits, transitions, masks)) < 1e-5)
        let step = 1e-4
        var gradient = [Double](repeating: 0, count: transitions.count)
        chain.takeGradient(into: &gradient)
        for place in transitions.indices {
            var (up, down) = (transitions, transitions)
            up[place] += step
            down[place] -= step
            let slope = (loss(logits, up, masks) - loss(logits, down, masks)) / (2 * step)
            #expect(abs(gradient[place] - slope) < 1e-5, "\(name): transition \(place)")
        }
    }

    @Test func learnsNothingFromATextOfWhichNothingIsKnown() {
        let chain = LinearChain(labels: Self.labels, transitions: Self.transitions, isAllowed: Self.isAllowed)
        let buffer = Floats(2 * chain.stride)
        buffer.base[0] = 3
        #expect(chain.loss(buffer.base, [7, 7], words: 2, any: 7) == 0)
        var gradient = [Double](repeating: 0, count: 12)
        chain.takeGradient(into: &gradient)
        #expect(gradient.allSatisfy { $0 == 0 })
    }

    @Test func isInfiniteWhereNoAllowedPathExists() {
        let chain = LinearChain(labels: Self.labels, transitions: Self.transitions, isAllowed: Self.isAllowed)
        let buffer = Floats(2 * chain.stride)
        #expect(chain.loss(buffer.base, [4, 3], words: 2, any: 7) == .infinity)
    }

    @Test func staysFiniteForScoresFarApart() {
        let chain = LinearChain(labels: Self.labels, transitions: Self.transitions, isAllowed: Self.isAllowed)
        let buffer = Floats(2 * chain.stride)
        for (place, value) in [(0, 400), (1, -400), (8, -300), (9, 300)] as [(Int, Float)] { buffer.base[place] = value }
        let found = chain.loss(buffer.base, [2, 1], words: 2, any: 7)
        #expect(found.isFinite && found > 1000)
    }
}
