#if canImport(Glibc)
    import Glibc
#endif

/// Forward-backward over the words of one text with fixed label scores: a linear-chain conditional random field (Lafferty et al. 2001) in its transitions, with
/// the loss
///
///     -log p(one of the allowed paths) = log Z(all paths) - log Z(allowed paths)
///
/// which is the usual negative log-likelihood where each word has one allowed label, and sums over what is not known elsewhere (Tsuboi et al. 2008).
/// Paths are weighed as probabilities scaled at each word, so no logarithm stands in the inner loops. One instance belongs to one thread.
final class LinearChain {
    /// Labels, and the same rounded up to whole vectors: the row length of every matrix here.
    let labels: Int
    let stride: Int
    /// exp of the transition scores, `[labels + 1][stride]`, last row from the start; 0 where forbidden and in the padding.
    private let weights: Floats
    /// The same from label to label, transposed, `[labels][stride]`.
    private let transposed: Floats
    /// Plain scores, `[labels + 1][labels]`.
    private let scores: [Float]
    /// Expected transitions of all paths minus those of allowed paths, before the factor `weights`, `[labels + 1][stride]`.
    private let expected: Floats
    /// Transitions of texts whose labels are all known, `[labels + 1][labels]`.
    private var known: [Float]
    /// Of the text at hand, `[words][stride]`, and `[words]`.
    private var emissions = Floats(0)
    private var alphas = Floats(0)
    private var scales = Floats(0)

    /// - Parameters:
    ///   - transitions: scores, `[labels + 1][labels]`, last row from the start.
    ///   - isAllowed: the same shape.
    init(labels: Int, transitions: [Float], isAllowed: [Bool]) {
        precondition(labels > 0 && transitions.count == (labels + 1) * labels && isAllowed.count == transitions.count)
        self.labels = labels
        let stride = (labels + 7) / 8 * 8
        self.stride = stride
        scores = transitions
        weights = Floats((labels + 1) * stride)
        transposed = Floats(labels * stride)
        expected = Floats((labels + 1) * stride)
        known = [Float](repeating: 0, count: (labels + 1) * labels)
        for from in 0...labels {
            for to in 0..<labels where isAllowed[from * labels + to] {
                let weight = expf(transitions[from * labels + to])
                weights.base[from * stride + to] = weight
                if from < labels { transposed.base[to * stride + from] = weight }
            }
        }
    }

    /// Adds the derivative of the losses since the last call by the transition scores, `[labels + 1][labels]`, to `gradient`. To be called every few hundred
    /// words: single precision sums those well, not a million.
    func takeGradient(into gradient: inout [Double]) {
        for from in 0...labels {
            for to in 0..<labels {
                let (sum, count) = (from * stride + to, from * labels + to)
                gradient[count] += Double(weights.base[sum]) * Double(expected.base[sum]) - Double(known[count])
                expected.base[sum] = 0
                known[count] = 0
            }
        }
    }

    /// The loss of one text. Infinite where no allowed path has any weight; then the gradient means nothing.
    /// - Parameters:
    ///   - scores: of the words' labels, `[words][stride]`.
    ///   - any: the mask of a word of which nothing is known.
    func loss(_ scores: UnsafePointer<Float>, _ masks: UnsafePointer<LabelMasks.Mask>, words: Int, any: LabelMasks.Mask) -> Double {
        var allKnown = true
        var noneKnown = true
        for word in 0..<words {
            allKnown = allKnown && masks[word] & (masks[word] &- 1) == 0
            noneKnown = noneKnown && masks[word] == any
        }
        if noneKnown { return 0 }
        if words > scales.count {
            emissions = Floats(words * stride)
            alphas = Floats(words * stride)
            scales = Floats(words)
        }
        var loss = weigh(scores, masks: nil, words)
        loss += run(words, sign: 1)
        if allKnown {
            var previous = labels
            for word in 0..<words {
                let label = masks[word].trailingZeroBitCount
                loss -= Double(scores[word * stride + label]) + Double(self.scores[previous * labels + label])
                known[previous * labels + label] += 1
                previous = label
            }
        } else {
            loss -= weigh(scores, masks: masks, words)
            loss -= run(words, sign: -1)
        }
        return loss.isFinite ? loss : .infinity
    }

    /// Emission weights of the allowed labels, the largest of each word 1. Returns the sum of the logarithms taken out.
    private func weigh(_ scores: UnsafePointer<Float>, masks: UnsafePointer<LabelMasks.Mask>?, _ words: Int) -> Double {
        var sum = 0.0
        for word in 0..<words {
            let row = scores + word * stride
            let output = emissions.base + word * stride
            let mask = masks?[word] ?? .max
            var largest = -Float.infinity
            for label in 0..<labels where mask >> LabelMasks.Mask(label) & 1 == 1 { largest = max(largest, row[label]) }
            for label in 0..<labels { output[label] = mask >> LabelMasks.Mask(label) & 1 == 1 ? expf(row[label] - largest) : 0 }
            for label in labels..<stride { output[label] = 0 }
            sum += Double(largest)
        }
        return sum
    }

    /// One forward and one backward pass over `emissions`; transitions are added to `expected` times `sign`. Returns the logarithm of the summed weight of
    /// all paths.
    private func run(_ words: Int, sign: Float) -> Double {
        var logarithm = 0.0
        for word in 0..<words {
            let alpha = alphas.base + word * stride
            let emission = emissions.base + word * stride
            var total = SIMD8<Float>.zero
            for panel in Swift.stride(from: 0, to: stride, by: 8) {
                var sum = SIMD8<Float>.zero
                if word == 0 {
                    sum = Self.load(weights.base + labels * stride + panel)
                } else {
                    let previous = alpha - stride
                    for from in 0..<labels { sum += Self.load(weights.base + (from &* stride &+ panel)) * previous[from] }
                }
                sum *= Self.load(emission + panel)
                total += sum
                Self.store(sum, alpha + panel)
            }
            let scale = total.sum()
            // Nothing gets through: an objective no step can use, which the line search backs away from.
            guard scale > 0, scale.isFinite else { return -.infinity }
            scales.base[word] = scale
            logarithm += log(Double(scale))
            let inverse = 1 / scale
            for panel in Swift.stride(from: 0, to: stride, by: 8) { Self.store(Self.load(alpha + panel) * inverse, alpha + panel) }
        }
        // From here on `emissions` holds emission * beta / scale: what a path gains by entering each label. Beta of the last word is 1.
        for word in Swift.stride(from: words - 1, through: 0, by: -1) {
            let gain = emissions.base + word * stride
            let inverse = 1 / scales.base[word]
            for panel in Swift.stride(from: 0, to: stride, by: 8) {
                var beta = SIMD8<Float>(repeating: 1)
                if word < words - 1 {
                    let next = gain + stride
                    beta = .zero
                    for to in 0..<labels { beta += Self.load(transposed.base + (to &* stride &+ panel)) * next[to] }
                }
                Self.store(Self.load(gain + panel) * beta * inverse, gain + panel)
            }
            let alpha = alphas.base + (word - 1) * stride
            for from in word > 0 ? 0..<labels : labels..<labels + 1 {
                let factor = word > 0 ? alpha[from] * sign : sign
                let row = expected.base + from * stride
                for panel in Swift.stride(from: 0, to: stride, by: 8) {
                    Self.store(Self.load(row + panel) + Self.load(gain + panel) * factor, row + panel)
                }
            }
        }
        return logarithm
    }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD8<Float>.self)
    }

    @inline(__always)
    private static func store(_ value: SIMD8<Float>, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD8<Float>.self)
    }
}
