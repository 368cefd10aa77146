/// One token of a text.
package struct Token: Sendable, Hashable {
    /// Row of the vocabulary.
    package let id: Int32
    /// Where the token begins in the text it was cut from, in Unicode scalars.
    package let start: Int
    /// Where it ends, exclusive. `start == end` marks a special token, which stands for no text.
    package let end: Int

    package init(id: Int32, start: Int, end: Int) {
        self.id = id
        self.start = start
        self.end = end
    }
}
