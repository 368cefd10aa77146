#if canImport(Glibc)
    import Glibc
#endif

/// Turns a head's raw scores into probabilities. All of it was fitted on rows the head had not seen.
///
/// - `temperature` sharpens the softmax shown beside the ranked labels. It decides nothing: a sharpened softmax is a better probability and
///   a worse gate (68.8 % against 73.1 % of CLINC150's mixed traffic kept at 97 %).
/// - `outOfScope` is the logistic function of a weighted sum of four unsharpened quantities.
/// - `confidence`, which is what thresholds compare with, is the probability that the label is right, for traffic of which an assumed share is
///   out of scope: sigmoid(slope * logit(p * inScope^scopeExponent) + intercept), p the unsharpened probability of the label.
package struct Calibration: Sendable, Equatable {
    /// Above 0.
    package var temperature: Float
    package var slope: Float
    package var intercept: Float
    /// 0 without out-of-scope examples: then nothing vouches for the out-of-scope score as a probability.
    package var scopeExponent: Float
    /// For log max-softmax, energy, cosine to the nearest class mean, relative Mahalanobis; in favour of "in scope".
    package var scopeWeights: [Float]
    package var scopeIntercept: Float
    /// Whether the weights were fitted to out-of-scope examples.
    package var scopeIsFitted: Bool

    /// Exponent of the in-scope probability where it was fitted. Between 1/3 and 1 the share of CLINC150 kept at 98 % differs by less than a point;
    /// at 0 it is two points lower for all traffic, at 1 it costs a point where all traffic is in scope.
    static let fittedScopeExponent: Float = 0.5

    /// 0...1; higher is further out.
    func outOfScope(_ measured: Measurements) -> Float { Float(1 / (1 + exp(scopeScore(measured)))) }

    /// Log-odds of "in scope".
    func scopeScore(_ measured: Measurements) -> Double {
        var score = Double(scopeIntercept)
        score += Double(scopeWeights[0] * measured.logTop)
        score += Double(scopeWeights[1] * measured.energy)
        score += Double(scopeWeights[2] * measured.centroid)
        score += Double(scopeWeights[3] * measured.relativeDistance)
        return score
    }

    /// 0...1.
    func confidence(_ measured: Measurements) -> Float {
        let evidence = Self.evidence(measured, scopeScore: scopeScore(measured), exponent: Double(scopeExponent))
        return Float(1 / (1 + exp(-(Double(slope) * evidence + Double(intercept)))))
    }

    /// logit(p * inScope^exponent), finite for every finite input.
    static func evidence(_ measured: Measurements, scopeScore: Double, exponent: Double) -> Double {
        if exponent == 0 { return min(max(Double(measured.logTop) - Double(measured.logRest), -20), 20) }
        let logProduct = min(Double(measured.logTop) - exponent * softplus(-scopeScore), -1e-9)
        return min(max(logProduct - log(-expm1(logProduct)), -20), 20)
    }
}

/// What one sentence vector measures at under a head, before calibration.
struct Measurements: Sendable, Equatable {
    /// Index of the largest logit.
    var top = 0
    /// log of the unsharpened softmax of `top`, and of all the rest together.
    var logTop: Float = 0
    var logRest: Float = 0
    /// log-sum-exp of the logits.
    var energy: Float = 0
    /// Cosine to the nearest class mean.
    var centroid: Float = 0
    var relativeDistance: Float = 0
}
