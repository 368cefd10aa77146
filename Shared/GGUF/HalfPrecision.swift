// Written out rather than left to `Float16`: the same bits on every machine and in every compiler mode, and no call into compiler-rt per element.

/// IEEE 754 binary16 to binary32, exact; NaN payloads are kept.
@inline(__always)
package func floatFromHalf(_ half: UInt16) -> Float {
    let sign = UInt32(half & 0x8000) << 16
    let magnitude = UInt32(half & 0x7FFF)
    // Shifted into place, the exponent is short by 127 - 15; one exact multiplication repairs it, for subnormals too. Infinity and NaN come
    // out as numbers with the right fraction, and get their exponent. No branch, so that a loop over halves becomes vector code.
    let value = Float(bitPattern: magnitude << 13) * Float(bitPattern: 0x7780_0000)
    return Float(bitPattern: value.bitPattern | sign | (magnitude >= 0x7C00 ? 0x7F80_0000 : 0))
}

/// binary32 to IEEE 754 binary16, rounded to nearest even, as ggml and numpy do; too large becomes infinity.
@inline(__always)
package func halfFromFloat(_ value: Float) -> UInt16 {
    let bits = value.bitPattern
    let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
    let magnitude = bits & 0x7FFF_FFFF
    if magnitude > 0x7F80_0000 { return sign | 0x7E00 | UInt16(truncatingIfNeeded: magnitude >> 13) & 0x3FF }
    if magnitude >= 0x4780_0000 { return sign | 0x7C00 }
    if magnitude < 0x3880_0000 {
        // Subnormal or zero: adding 0.5 leaves the result, rounded by the hardware, in the low bits.
        let shifted = Float(bitPattern: magnitude) + 0.5
        return sign | UInt16(truncatingIfNeeded: shifted.bitPattern &- 0x3F00_0000)
    }
    let odd = (magnitude >> 13) & 1
    return sign | UInt16(truncatingIfNeeded: (magnitude &- 0x3800_0000 &+ 0xFFF &+ odd) >> 13)
}

/// bfloat16 to binary32, exact.
@inline(__always)
package func floatFromBFloat(_ value: UInt16) -> Float {
    Float(bitPattern: UInt32(value) << 16)
}
