/// Words for "password" in scripts that `FoldedText` keeps no letters of, looked for while it folds.
struct UnfoldedWords: Sendable {
    /// Ranges of folded bytes, in order.
    private(set) var found: [Range<Int>] = []
    private var recent = SIMD8<UInt32>()
    private var last = -2

    /// The scalar at `index`, outside ASCII, folded to the last of `count` bytes.
    mutating func next(_ scalar: Unicode.Scalar, at index: Int, count: Int) {
        if index != last + 1 { recent = SIMD8() }
        last = index
        let value = scalar.value
        for place in stride(from: 7, to: 0, by: -1) { recent[place] = recent[place - 1] }
        // Capital letters of Russian stand 32 before the small ones.
        recent[0] = 0x410...0x42F ~= value ? value + 32 : value
        for word in Self.words where word[0] == recent[0] && word.indices.allSatisfy({ word[$0] == recent[$0] }) {
            found.append(count - word.count..<count)
        }
    }

    /// Backwards; at most eight scalars each: Russian and Ukrainian, simplified and traditional Chinese, Japanese, Korean.
    private static let words: [[UInt32]] = ["пароль", "密码", "密碼", "口令", "パスワード", "비밀번호"].map { $0.unicodeScalars.reversed().map(\.value) }
}
