/// One thing wrong with what a tagger is to be trained on or measured with: where, and what was expected. Quotes names of fields, types and entities, never
/// the text of a record.
package struct TrainingProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        case unreadable, tooLarge
        /// A line that is not one JSON object in UTF-8.
        case badJSON
        /// A field is missing, or of another kind.
        case badField
        /// Offsets outside the text, or an empty span.
        case badRange
        case overlappingSpans
        /// A type that is no entity and has no mapping.
        case unknownType
        case badMapping
        case badSetting
        /// Too little to train on or to measure with.
        case tooFewRecords
        /// The tagger file, the encoder, or both together.
        case badModel
    }

    package let code: Code
    /// As the caller named it.
    package let file: String
    /// 1-based; nil where the problem is not in one line.
    package let line: Int?
    /// `spans[2].end`, a command line option, a key of a model file.
    package let field: String
    package let expected: String
    package let found: String

    package init(_ code: Code, file: String, line: Int? = nil, field: String, expected: String, found: String) {
        self.code = code
        self.file = file
        self.line = line
        self.field = field
        self.expected = expected
        self.found = found
    }

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place.isEmpty ? "" : place + ": ")\(field): expected \(expected), found \(found) [\(code.rawValue)]"
    }
}

/// Why a tagger cannot be trained or measured: at least one problem, in the order of the files.
package struct TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
    package let problems: [TrainingProblem]

    package init(_ problems: [TrainingProblem]) {
        precondition(!problems.isEmpty)
        self.problems = problems
    }

    package init(_ code: TrainingProblem.Code, file: String, line: Int? = nil, field: String, expected: String, found: String) {
        self.init([TrainingProblem(code, file: file, line: line, field: field, expected: expected, found: found)])
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
