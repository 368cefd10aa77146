/// Which sequence numbers of one stream have been counted, in bounded space: everything below `floor`, and a bitmap above it.
/// The anti-replay window of RFC 4303 section 3.4.3, so a number that falls out of the window unseen counts as seen: a report that is
/// `capacity` windows late is dropped rather than risked twice.
package struct SequenceWindow: Sendable, Equatable {
    /// Numbers the bitmap covers.
    package static let capacity: UInt64 = 1024

    /// All numbers below are seen.
    package private(set) var floor: UInt64
    /// Bit i of word w stands for `floor + 64 w + i`.
    private var words: [UInt64]

    package init() {
        floor = 0
        words = Array(repeating: 0, count: Int(Self.capacity / 64))
    }

    /// From `encoded()`. Nil when the bytes are not a window.
    package init?(encoded bytes: [UInt8]) {
        guard bytes.count == 8 + Int(Self.capacity / 8) else { return nil }
        let numbers = stride(from: 0, to: bytes.count, by: 8).map { start in
            (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
        }
        floor = numbers[0]
        words = Array(numbers[1...])
    }

    /// Little-endian: floor, then the bitmap.
    package func encoded() -> [UInt8] {
        ([floor] + words).flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) } }
    }

    package func contains(_ number: UInt64) -> Bool {
        guard number >= floor else { return true }
        let offset = number - floor
        guard offset < Self.capacity else { return false }
        return words[Int(offset / 64)] >> (offset % 64) & 1 == 1
    }

    /// False when the number was seen before, or is beyond 2^63 where no honest counter gets.
    package mutating func insert(_ number: UInt64) -> Bool {
        guard number <= UInt64(Int64.max), !contains(number) else { return false }
        // Slides just far enough for the number to be the last of the window.
        if number - floor >= Self.capacity { slide(by: number - floor - Self.capacity + 1) }
        let offset = number - floor
        words[Int(offset / 64)] |= 1 << (offset % 64)
        // Full words at the bottom become part of the floor.
        while words[0] == .max { slide(by: 64) }
        return true
    }

    private mutating func slide(by distance: UInt64) {
        let wholeWords = Int(min(distance / 64, UInt64(words.count)))
        words.removeFirst(wholeWords)
        words.append(contentsOf: repeatElement(0, count: wholeWords))
        let bits = distance % 64
        if bits > 0 {
            for index in words.indices {
                let next = index + 1 < words.count ? words[index + 1] : 0
                words[index] = words[index] >> bits | next << (64 - bits)
            }
        }
        floor += distance
    }
}
