/// Takes a share of the texts out of training, by a digest of each text and the seed: equal texts are on the same side, and adding texts moves none.
package struct HeldOutSplit: Sendable, Equatable {
    package let share: Double
    package let seed: UInt64

    package init(share: Double, seed: UInt64) {
        precondition((0..<1).contains(share))
        self.share = share
        self.seed = seed
    }

    package func isHeldOut(_ text: String) -> Bool {
        // FNV-1a, then the finaliser of MurmurHash3: the low bits of FNV alone are not even over short texts.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ (seed &* 0x9E37_79B9_7F4A_7C15)
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ hash >> 33) &* 0xFF51_AFD7_ED55_8CCD
        hash = (hash ^ hash >> 33) &* 0xC4CE_B9FE_1A85_EC53
        hash ^= hash >> 33
        return Double(hash >> 11) * 0x1p-53 < share
    }
}
