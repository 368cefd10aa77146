/// Found spans beside labelled ones, of one entity or of several together.
package struct SpanCounts: Sendable, Equatable {
    package internal(set) var labelled = 0
    package internal(set) var found = 0
    /// Found spans that are a labelled one to the character.
    package internal(set) var exact = 0
    /// Labelled spans of which at least one character lies in a found span of the same entity, and found spans of which one lies in such a labelled one.
    package internal(set) var labelledHit = 0
    package internal(set) var foundHit = 0

    package var exactFigures: MatchFigures { MatchFigures(precision: Self.ratio(exact, found), recall: Self.ratio(exact, labelled)) }
    package var overlapFigures: MatchFigures {
        MatchFigures(precision: Self.ratio(foundHit, found), recall: Self.ratio(labelledHit, labelled))
    }

    static func += (left: inout SpanCounts, right: SpanCounts) {
        left.labelled += right.labelled
        left.found += right.found
        left.exact += right.exact
        left.labelledHit += right.labelledHit
        left.foundHit += right.foundHit
    }

    /// Nil where there was nothing to get right.
    private static func ratio(_ part: Int, _ whole: Int) -> Double? { whole > 0 ? Double(part) / Double(whole) : nil }
}

/// Shares, 0...1.
package struct MatchFigures: Sendable, Equatable, Encodable {
    /// Of what was found, what is right; nil when nothing was found.
    package let precision: Double?
    /// Of what is labelled, what was found; nil when nothing is.
    package let recall: Double?

    /// Harmonic mean; 0 where one of both is missing or 0.
    package var f1: Double {
        guard let precision, let recall, precision + recall > 0 else { return 0 }
        return 2 * precision * recall / (precision + recall)
    }

    enum CodingKeys: String, CodingKey { case precision, recall, f1 }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(precision, forKey: .precision)
        try container.encodeIfPresent(recall, forKey: .recall)
        try container.encode(f1, forKey: .f1)
    }
}
