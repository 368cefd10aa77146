import FoundationEssentials
import Privacy

/// Labelled texts as JSON Lines: one object a line,
///
///     {"text": "...", "spans": [{"start": 0, "end": 4, "type": "PERSON"}], "allowed": ["DATE_TIME"]}
///
/// Offsets count Unicode scalars, `end` is exclusive, spans do not overlap. `allowed` is optional: the record's spans may be incomplete in these types and in
/// no other. Other fields are left alone. Blank lines are skipped.
package struct SpanFile: Sendable {
    package static let sizeLimitInBytes = 4 << 30
    package static let lineLimitInBytes = 4 << 20
    /// Problems of one file that are reported together; a file with more is of another kind altogether.
    private static let problemLimit = 20

    package let path: String
    package let records: [LabelledText]

    /// Throws every problem of the file, up to a limit, with line and field.
    package init(path: String, mapping: EntityMapping) throws(TrainingError) {
        let data: Data
        do { data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) } catch {
            throw TrainingError(.unreadable, file: path, field: "file", expected: "one that can be read", found: "none")
        }
        try self.init(data, path: path, mapping: mapping)
    }

    init(_ data: Data, path: String, mapping: EntityMapping) throws(TrainingError) {
        self.path = path
        guard data.count <= Self.sizeLimitInBytes else {
            throw TrainingError(
                .tooLarge, file: path, field: "file", expected: "at most \(Self.sizeLimitInBytes >> 20) MiB",
                found: "\(data.count >> 20) MiB")
        }
        var reader = SpanReader(path: path, mapping: mapping)
        var records: [LabelledText] = []
        var number = 0
        for line in data.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { continue }
            if let record = reader.record(line, number) { records.append(record) }
            if reader.problems.count >= Self.problemLimit { break }
        }
        if !reader.problems.isEmpty { throw TrainingError(reader.problems) }
        self.records = records
    }
}

/// One line after the other, gathering what is wrong with them.
private struct SpanReader {
    private struct Record: Decodable {
        struct Span: Decodable {
            /// Not `Int`: a fraction would fail without its place.
            let start: Double
            let end: Double
            let type: String
        }
        let text: String
        let spans: [Span]
        let allowed: [String]?
    }

    let path: String
    let mapping: EntityMapping
    private(set) var problems: [TrainingProblem] = []
    private let decoder = JSONDecoder()
    /// Each unknown type is reported where it comes first.
    private var unknownTypes: Set<String> = []

    init(path: String, mapping: EntityMapping) {
        self.path = path
        self.mapping = mapping
    }

    mutating func record(_ line: Data, _ number: Int) -> LabelledText? {
        func report(_ code: TrainingProblem.Code, _ field: String, _ expected: String, _ found: String) {
            problems.append(TrainingProblem(code, file: path, line: number, field: field, expected: expected, found: found))
        }
        guard line.count <= SpanFile.lineLimitInBytes else {
            report(.tooLarge, "line", "at most \(SpanFile.lineLimitInBytes >> 20) MiB", "\(line.count >> 20) MiB")
            return nil
        }
        let record: Record
        do { record = try decoder.decode(Record.self, from: line) } catch {
            problems.append(problem(error, number))
            return nil
        }
        let length = record.text.unicodeScalars.count
        var spans: [LabelledText.Span] = []
        for (index, span) in record.spans.enumerated() {
            let field = "spans[\(index)]"
            guard let start = Int(exactly: span.start) else {
                report(.badField, field + ".start", "a whole number", "another number")
                return nil
            }
            guard let end = Int(exactly: span.end) else {
                report(.badField, field + ".end", "a whole number", "another number")
                return nil
            }
            guard (0..<max(length, 1)).contains(start) else {
                report(.badRange, field + ".start", "0 to \(max(length - 1, 0)), inside the text", "\(start)")
                return nil
            }
            guard end > start, end <= length else {
                report(.badRange, field + ".end", "\(start + 1) to \(length), after the start and inside the text", "\(end)")
                return nil
            }
            switch meaning(span.type, field + ".type", number) {
            case .entity(let entity): spans.append(LabelledText.Span(entity, start..<end))
            case .unknown: spans.append(LabelledText.Span(nil, start..<end))
            case .outside: break
            case nil: return nil
            }
        }
        spans.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (span, next) in zip(spans, spans.dropFirst()) where next.range.lowerBound < span.range.upperBound {
            report(
                .overlappingSpans, "spans", "spans that do not overlap",
                "\(span.range.lowerBound) to \(span.range.upperBound) and \(next.range.lowerBound) to \(next.range.upperBound)")
            return nil
        }
        var open: Set<EntityType>?
        for (index, type) in (record.allowed ?? []).enumerated() {
            guard let meaning = meaning(type, "allowed[\(index)]", number) else { return nil }
            if case .entity(let entity) = meaning { open = (open ?? []).union([entity]) }
        }
        return LabelledText(text: record.text, spans: spans, open: open, file: path, line: number)
    }

    private mutating func meaning(_ type: String, _ field: String, _ line: Int) -> EntityMapping.Meaning? {
        if let meaning = mapping.meaning(of: type) { return meaning }
        if unknownTypes.insert(type).inserted {
            let isQuotable = EntityMapping.isQuotable(type)
            problems.append(
                TrainingProblem(
                    .unknownType, file: path, line: line, field: field,
                    expected: isQuotable ? "an entity, or --map \(type)=ENTITY, =O or =ignore" : "an entity or a mapped type",
                    found: isQuotable ? "'\(type)'" : "\(type.unicodeScalars.count) characters that are no name of a type"))
        }
        return nil
    }

    /// The decoder's own messages may quote the line; its coding path is our field names and indices.
    private func problem(_ error: any Error, _ line: Int) -> TrainingProblem {
        func problem(_ code: TrainingProblem.Code, _ path: [any CodingKey], _ found: String) -> TrainingProblem {
            var field = ""
            for key in path {
                if let index = key.intValue { field += "[\(index)]" } else { field += (field.isEmpty ? "" : ".") + key.stringValue }
            }
            let isElement = path.last?.intValue != nil
            let expected =
                switch (isElement ? path.first : path.last)?.stringValue {
                case "start", "end": "a whole number"
                case "spans": isElement ? "an object with start, end and type" : "an array of objects with start, end and type"
                case "allowed": isElement ? "a type" : "an array of types"
                case "text", "type": "a string"
                default: "one JSON object with text and spans, in UTF-8"
                }
            return TrainingProblem(
                path.isEmpty ? .badJSON : code, file: self.path, line: line, field: field.isEmpty ? "line" : field, expected: expected,
                found: found)
        }
        switch error {
        case DecodingError.keyNotFound(let key, let context): return problem(.badField, context.codingPath + [key], "nothing")
        case DecodingError.valueNotFound(_, let context): return problem(.badField, context.codingPath, "null")
        case DecodingError.typeMismatch(_, let context): return problem(.badField, context.codingPath, "another kind of value")
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            return problem(.badField, context.codingPath, "another kind of value")
        default: return problem(.badJSON, [], "something else")
        }
    }
}
