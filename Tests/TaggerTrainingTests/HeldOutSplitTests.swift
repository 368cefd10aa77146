import Testing

@testable import TaggerTraining

@Suite struct HeldOutSplitTests {
    private let texts = (0..<4000).map { "text \($0)" }

    @Test(arguments: [0, 0.1, 0.5]) func takesTheShareItWasGiven(share: Double) {
        let count = texts.count { HeldOutSplit(share: share, seed: 1).isHeldOut($0) }
        #expect(abs(Double(count) / 4000 - share) < 0.03)
    }

    @Test func dependsOnTheTextAndTheSeedAlone() {
        let split = HeldOutSplit(share: 0.5, seed: 1)
        let other = HeldOutSplit(share: 0.5, seed: 2)
        #expect(texts.filter(split.isHeldOut) == texts.filter { HeldOutSplit(share: 0.5, seed: 1).isHeldOut($0) })
        #expect(texts.filter(split.isHeldOut) != texts.filter(other.isHeldOut))
        // More is held out of a larger share, and nothing goes back.
        #expect(texts.allSatisfy { !HeldOutSplit(share: 0.1, seed: 1).isHeldOut($0) || split.isHeldOut($0) })
    }
}
