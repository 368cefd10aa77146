/// What a recognizer reports: a range of folded bytes, not yet of scalars.
struct Finding: Sendable {
    let entity: EntityType
    let start: Int
    let end: Int
    let score: Float
    let rule: String
    /// See `EntitySpan.reasons`.
    var reasons: [String] = []
}

/// Finds one family of entities by pattern. Pure, and linear in the text's length whatever the text: a candidate is examined within a fixed
/// number of bytes, or once.
protocol Recognizer: Sendable {
    func find(in text: FoldedText, cues: ContextCues, into findings: inout [Finding])
}
