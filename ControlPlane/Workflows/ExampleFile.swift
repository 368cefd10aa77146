/// One labelled text.
package struct Example: Sendable, Equatable {
    package let text: String
    package let intent: String
    /// Where it stands.
    package let file: String
    /// 1-based.
    package let line: Int
}

/// Labelled texts in tab-separated form: UTF-8, a header line `text<TAB>intent` (or `text` alone), then one example a line, no quoting and no escapes.
/// Lines end in LF or CR LF. Blank lines at the end are allowed, elsewhere they are a mistake.
package struct ExampleFile: Sendable {
    package static let sizeLimitInBytes = 100 << 20
    /// The columns, which the header line names.
    package enum Form: Sendable {
        case textAndIntent
        /// The file says of all its texts what they are examples of; their intent is empty.
        case textAlone

        package var header: String { self == .textAlone ? "text" : "text\tintent" }
        fileprivate var columns: Int { self == .textAlone ? 1 : 2 }
        fileprivate var headerRemedy: String {
            self == .textAlone ? "the first line is 'text'" : "the first line is 'text', a tab, 'intent'"
        }
        fileprivate var columnRemedy: String {
            self == .textAlone ? "one is expected: the text" : "two are expected: text, one tab, intent"
        }
    }

    /// Problems of one file that are reported together; a file with more is of another kind altogether.
    private static let problemLimit = 20

    package let path: String
    package let examples: [Example]

    /// Throws every problem of the file, with its line.
    package init(path: String, form: Form = .textAndIntent) throws(WorkflowError) {
        try self.init(bytes: TextFile.bytes(path, limit: Self.sizeLimitInBytes), path: path, form: form)
    }

    init(bytes: [UInt8], path: String, form: Form = .textAndIntent) throws(WorkflowError) {
        self.path = path
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        while let last = lines.last, last.allSatisfy({ $0 == 0x0D || $0 == 0x20 }) { lines.removeLast() }
        var examples: [Example] = []
        examples.reserveCapacity(lines.count)
        var problems: [WorkflowProblem] = []
        func report(_ code: WorkflowProblem.Code, _ line: Int, _ problem: String, _ remedy: String) {
            if problems.count < Self.problemLimit {
                problems.append(WorkflowProblem(code, file: path, line: line, problem: problem, remedy: remedy))
            }
        }
        guard let first = lines.first else {
            throw WorkflowError(.badHeader, file: path, line: 1, problem: "the file is empty", remedy: form.headerRemedy)
        }
        guard Self.isHeader(first, form) else {
            throw WorkflowError(.badHeader, file: path, line: 1, problem: "the header is missing", remedy: form.headerRemedy)
        }
        for (offset, raw) in lines.enumerated().dropFirst() {
            let number = offset + 1
            let bytes = raw.last == 0x0D ? raw.dropLast() : raw
            guard let line = String(validating: bytes, as: UTF8.self) else {
                report(.invalidUTF8, number, "the line is not UTF-8", "save the file as UTF-8")
                continue
            }
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard columns.count == form.columns else {
                report(
                    .badColumnCount, number, "the line has \(columns.count) column\(columns.count == 1 ? "" : "s")", form.columnRemedy)
                continue
            }
            let text = Self.trimmed(columns[0])
            let intent = form == .textAlone ? "" : Self.trimmed(columns[1])
            if text.isEmpty { report(.emptyText, number, "the text is empty", "remove the line or write an example") }
            let lacksIntent = form == .textAndIntent && intent.isEmpty
            if lacksIntent { report(.emptyIntent, number, "the intent is empty", "name the intent in the second column") }
            if !text.isEmpty, !lacksIntent { examples.append(Example(text: text, intent: intent, file: path, line: number)) }
        }
        guard problems.isEmpty else { throw WorkflowError(problems) }
        self.examples = examples
    }

    /// A byte order mark before the header is let pass: editors put it there unasked.
    private static func isHeader(_ line: ArraySlice<UInt8>, _ form: Form) -> Bool {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        if line.last == 0x0D { line = line.dropLast() }
        return line.elementsEqual(form.header.utf8)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }
}
