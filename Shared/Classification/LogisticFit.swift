#if canImport(Glibc)
    import Glibc
#endif

/// Weighted logistic regression with a handful of features and a Gaussian prior around given weights, by Newton's method.
/// With few observations the prior decides, with many the data do.
enum LogisticFit {
    /// Minimises the weighted sum of -log P(target) + precision/2 * |w - prior|^2. The last weight belongs to a constant 1 and has no prior
    /// unless `interceptPrior` is given.
    ///
    /// - Parameters:
    ///   - features: `targets.count` rows of `prior.count` numbers, row-major.
    static func fit(
        features: [Double], targets: [Bool], weights: [Double], prior: [Double], precision: Double, interceptPrior: Double? = nil
    ) -> [Double] {
        let count = prior.count
        let size = count + 1
        var solution = prior + [interceptPrior ?? 0]
        var row = [Double](repeating: 1, count: size)
        var value = Double.infinity
        for _ in 0..<100 {
            var gradient = [Double](repeating: 0, count: size)
            var hessian = SymmetricMatrix(size: size)
            for index in 0..<size {
                let penalised = index < count || interceptPrior != nil
                let center = index < count ? prior[index] : interceptPrior ?? 0
                gradient[index] = penalised ? precision * (solution[index] - center) : 0
                hessian.values[index * size + index] = penalised ? precision : 1e-9
            }
            for (number, target) in targets.enumerated() where weights[number] > 0 {
                for index in 0..<count { row[index] = features[number * count + index] }
                var score = 0.0
                for index in 0..<size { score += solution[index] * row[index] }
                let probability = 1 / (1 + exp(-score))
                let error = weights[number] * (probability - (target ? 1 : 0))
                let curvature = weights[number] * probability * (1 - probability)
                for index in 0..<size {
                    gradient[index] += error * row[index]
                    for other in 0..<size { hessian.values[index * size + other] += curvature * row[index] * row[other] }
                }
            }
            guard let inverse = hessian.inverse(ridge: 1e-9) else { return solution }
            let step = inverse.times(gradient)
            // Halved until it helps: Newton's full step overshoots where the data are separable.
            var length = 1.0
            var moved = solution
            var found = value
            repeat {
                for index in 0..<size { moved[index] = solution[index] - length * step[index] }
                found = objective(
                    moved, features: features, targets: targets, weights: weights, prior: prior, precision: precision,
                    interceptPrior: interceptPrior)
                length /= 2
            } while found > value && length > 1e-6
            let change = step.reduce(0) { max($0, abs($1)) }
            if found > value { return solution }
            solution = moved
            value = found
            if change < 1e-9 { break }
        }
        return solution
    }

    private static func objective(
        _ solution: [Double], features: [Double], targets: [Bool], weights: [Double], prior: [Double], precision: Double,
        interceptPrior: Double?
    ) -> Double {
        let count = prior.count
        var sum = 0.0
        for index in 0..<count { sum += precision / 2 * (solution[index] - prior[index]) * (solution[index] - prior[index]) }
        if let interceptPrior { sum += precision / 2 * (solution[count] - interceptPrior) * (solution[count] - interceptPrior) }
        for (number, target) in targets.enumerated() where weights[number] > 0 {
            var score = solution[count]
            for index in 0..<count { score += solution[index] * features[number * count + index] }
            sum += weights[number] * softplus(target ? -score : score)
        }
        return sum
    }
}

/// log(1 + exp(x)) without overflow.
func softplus(_ x: Double) -> Double { x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)) }
