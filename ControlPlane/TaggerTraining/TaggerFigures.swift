import FoundationEssentials
import Privacy

/// The figures of `tagger train` and `tagger evaluate`. Shares are 0...1.
package struct TaggerFigures: Sendable, Encodable {
    package struct Entity: Sendable, Encodable {
        package let labelled: Int
        package let found: Int
        /// Same entity and the same characters.
        package let exact: MatchFigures
        /// Same entity and any character in common.
        package let overlap: MatchFigures
        /// Of the tagger alone: the score from which its spans give the best F1 (overlap), and that F1. Absent with few labelled spans, and for patterns.
        package let threshold: Float?
        package let thresholdF1: Double?

        enum CodingKeys: String, CodingKey {
            case labelled, found, exact, overlap
            case threshold = "best_threshold"
            case thresholdF1 = "best_threshold_f1"
        }
    }

    package struct Characters: Sendable, Encodable {
        /// In labelled spans.
        package let personal: Int
        /// Share of them that masking leaves in the text.
        package let leftShare: Double?
        /// Share of all other characters that masking takes.
        package let overmaskedShare: Double?

        enum CodingKeys: String, CodingKey {
            case personal
            case leftShare = "left_share"
            case overmaskedShare = "overmasked_share"
        }
    }

    package let records: Int
    /// By Presidio's names.
    package let entities: [String: Entity]
    package let total: Entity
    package let characters: Characters

    init(_ judge: SpanJudge, records: Int) {
        self.records = records
        var entities: [String: Entity] = [:]
        for (entity, counts) in judge.counts { entities[entity.rawValue] = Entity(counts, judge.bestThreshold(for: entity)) }
        self.entities = entities
        total = Entity(judge.total, nil)
        characters = Characters(
            personal: judge.characters.personal, leftShare: judge.characters.leftShare, overmaskedShare: judge.characters.maskedShare)
    }

    /// One JSON object on one line, keys sorted: the same input gives the same bytes.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// The thresholds as tables for policy.toml; nil when there is none.
    package func policyText() -> String? {
        let tables = entities.sorted { $0.key < $1.key }.compactMap { name, entity in
            entity.threshold.map {
                // Down, so that the span the threshold comes from passes.
                let hundredths = Int(($0 * 100).rounded(.down))
                return """
                    [[privacy.entity]]
                    name = "\(name)"
                    threshold = \(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)
                    """
            }
        }
        return tables.isEmpty ? nil : tables.joined(separator: "\n\n") + "\n"
    }
}

extension TaggerFigures.Entity {
    init(_ counts: SpanCounts, _ threshold: (score: Float, f1: Double)?) {
        self.init(
            labelled: counts.labelled, found: counts.found, exact: counts.exactFigures, overlap: counts.overlapFigures,
            threshold: threshold?.score, thresholdF1: threshold?.f1)
    }
}
