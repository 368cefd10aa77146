/// Inner product of `count` floats. Four independent sums of eight hide the latency of the additions; the order is fixed.
@inline(__always)
func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
    let a = UnsafeRawPointer(left)
    let b = UnsafeRawPointer(right)
    var sum0 = SIMD8<Float>.zero
    var sum1 = SIMD8<Float>.zero
    var index = 0
    while index &+ 16 <= count {
        sum0 +=
            a.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
            * b.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
        sum1 +=
            a.loadUnaligned(fromByteOffset: index &* 4 &+ 32, as: SIMD8<Float>.self)
            * b.loadUnaligned(fromByteOffset: index &* 4 &+ 32, as: SIMD8<Float>.self)
        index &+= 16
    }
    var sum = (sum0 + sum1).sum()
    while index < count {
        sum += left[index] * right[index]
        index &+= 1
    }
    return sum
}
