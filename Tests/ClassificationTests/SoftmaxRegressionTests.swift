import Foundation
import Testing

@testable import Classification

@Suite struct SoftmaxRegressionTests {
    /// Rows and sizes that leave partial panels of four and eight everywhere.
    private static let rows = 13
    private static let dimension = 7
    private static let classes = 11

    private func problem(threads: Int) -> (SoftmaxRegression, [Float]) {
        var generator = SeededGenerator(7)
        let vectors = (0..<Self.rows * Self.dimension).map { _ in generator.normal() }
        let labels = (0..<Self.rows).map { Int32($0 % Self.classes) }
        let objective = vectors.withUnsafeBufferPointer {
            SoftmaxRegression(
                vectors: $0, labels: labels, dimension: Self.dimension, classes: Self.classes, inverseRegularisation: 3, threads: threads)
        }
        return (objective, (0..<objective.parameterCount).map { _ in 0.3 * generator.normal() })
    }

    @Test func gradientAgreesWithDifferencesOfTheObjective() {
        let (objective, start) = problem(threads: 2)
        var gradient = [Float](repeating: 0, count: start.count)
        var scratch = gradient
        _ = objective.evaluate(start, gradient: &gradient)
        let step: Float = 1e-2
        for index in start.indices {
            var above = start
            var below = start
            above[index] += step
            below[index] -= step
            let difference = objective.evaluate(above, gradient: &scratch) - objective.evaluate(below, gradient: &scratch)
            let slope = difference / Double(above[index] - below[index])
            // Central differences err by step^2/6 times a third derivative of at most about 1, single precision by 1e-7/step.
            #expect(abs(slope - Double(gradient[index])) < 1e-4, "parameter \(index): \(slope) and \(gradient[index])")
        }
    }

    @Test func objectiveEqualsItsDefinition() {
        let (objective, parameters) = problem(threads: 1)
        var generator = SeededGenerator(7)
        let vectors = (0..<Self.rows * Self.dimension).map { _ in Double(generator.normal()) }
        var gradient = [Float](repeating: 0, count: parameters.count)
        var expected = 0.0
        for row in 0..<Self.rows {
            var logits = [Double](repeating: 0, count: Self.classes)
            for label in 0..<Self.classes {
                logits[label] = Double(parameters[Self.classes * Self.dimension + label])
                for column in 0..<Self.dimension {
                    logits[label] += Double(parameters[label * Self.dimension + column]) * vectors[row * Self.dimension + column]
                }
            }
            expected += log(logits.map { exp($0) }.reduce(0, +)) - logits[row % Self.classes]
        }
        let squares = parameters[..<(Self.classes * Self.dimension)].reduce(0) { $0 + Double($1) * Double($1) }
        expected = expected / Double(Self.rows) + squares / (2 * 3 * Double(Self.rows))
        #expect(abs(objective.evaluate(parameters, gradient: &gradient) - expected) < 1e-6)
    }

    @Test func givesTheSameBitsOnAnyNumberOfThreads() {
        let (one, parameters) = problem(threads: 1)
        var expected = [Float](repeating: 0, count: parameters.count)
        let value = one.evaluate(parameters, gradient: &expected)
        for threads in 2...5 {
            let (other, _) = problem(threads: threads)
            var gradient = [Float](repeating: 0, count: parameters.count)
            #expect(other.evaluate(parameters, gradient: &gradient) == value)
            #expect(gradient == expected)
        }
    }

    /// Two points, +1 of class 0 and -1 of class 1, C = 1: by symmetry w0 = -w1 = v and no intercept, and the derivative of
    /// log(1 + exp(-2v)) + v^2 / 2 is zero where v = 2 / (1 + exp(2v)).
    @Test func findsTheKnownOptimumOfTwoPoints() {
        var low = 0.0
        var high = 1.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if middle < 2 / (1 + exp(2 * middle)) { low = middle } else { high = middle }
        }
        let vectors: [Float] = [1, -1]
        let result = vectors.withUnsafeBufferPointer { vectors in
            let objective = SoftmaxRegression(
                vectors: vectors, labels: [0, 1], dimension: 1, classes: 2, inverseRegularisation: 1, threads: 1)
            return LimitedMemoryBFGS().minimise(from: [0, 0, 0, 0], evaluate: { objective.evaluate($0, gradient: &$1) })
        }
        #expect(result.outcome == .converged)
        #expect(abs(Double(result.parameters[0]) - low) < 1e-4)
        #expect(abs(Double(result.parameters[1]) + low) < 1e-4)
        #expect(abs(result.parameters[2]) < 1e-4 && abs(result.parameters[3]) < 1e-4)
    }
}

@Suite struct LimitedMemoryBFGSTests {
    @Test func solvesAnIllConditionedQuadratic() {
        let scales: [Float] = (0..<30).map { powf(10, Float($0) / 10) }
        let result = LimitedMemoryBFGS().minimise(from: [Float](repeating: 1, count: 30)) { point, gradient in
            var value = 0.0
            for index in point.indices {
                let distance = point[index] - Float(index)
                gradient[index] = scales[index] * distance
                value += Double(0.5 * scales[index] * distance * distance)
            }
            return value
        }
        for index in 0..<30 { #expect(abs(result.parameters[index] - Float(index)) < 1e-3, "coordinate \(index)") }
    }

    @Test func stopsWhenAsked() {
        let result = LimitedMemoryBFGS().minimise(
            from: [1],
            evaluate: { point, gradient in
                gradient[0] = 2 * point[0]
                return Double(point[0] * point[0])
            }, progress: { _, _ in false })
        #expect(result.outcome == .cancelled)
        #expect(result.parameters == [1])
    }
}

@Suite struct SymmetricMatrixTests {
    @Test func inverseTimesMatrixIsIdentity() throws {
        var generator = SeededGenerator(3)
        let size = 13
        let vectors = (0..<40 * size).map { _ in generator.normal() }
        let matrix = vectors.withUnsafeBufferPointer { SymmetricMatrix(secondMomentsOf: $0, size: size, threads: 2) }
        for row in 0..<size {
            for column in 0..<size {
                var expected = 0.0
                for vector in 0..<40 { expected += Double(vectors[vector * size + row]) * Double(vectors[vector * size + column]) / 40 }
                #expect(abs(matrix.values[row * size + column] - expected) < 1e-5)
            }
        }
        let inverse = try #require(matrix.inverse(ridge: 0.01))
        for row in 0..<size {
            var basis = [Double](repeating: 0, count: size)
            basis[row] = 1
            let column = inverse.times(basis)
            var product = matrix.times(column)
            for index in 0..<size { product[index] += 0.01 * column[index] }
            for index in 0..<size { #expect(abs(product[index] - basis[index]) < 1e-9) }
        }
    }

    @Test func refusesAMatrixThatIsNotPositiveDefinite() {
        var matrix = SymmetricMatrix(size: 2)
        matrix.values = [1, 2, 2, 1]
        #expect(matrix.inverse(ridge: 0) == nil)
    }
}
