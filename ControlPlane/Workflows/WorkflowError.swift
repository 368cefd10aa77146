/// One thing wrong with a workflow folder or an example file: where, what, and what would be right. Quotes keys, intents and counts, never
/// the text of an example or an article.
package struct WorkflowProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        // Files
        case unreadable, tooLarge, missingFile
        // Settings
        case badSetting, badName, duplicateIntent, noIntents, missingTemplate, uselessTemplate
        // Examples
        case invalidUTF8, badHeader, badColumnCount, emptyText, emptyIntent, unknownIntent, tooFewExamples, conflictingExample
        case repeatedExample, fewExamples
        // Sensitivity and tagger
        case unknownLevel, badTagger
        // Knowledge and policy
        case badArticle, noArticles, unknownPolicyIntent, duplicatePolicyIntent
    }

    package let code: Code
    /// As the caller named it.
    package let file: String
    /// 1-based; nil where the problem is not at one line.
    package let line: Int?
    package let problem: String
    /// What would be right.
    package let remedy: String

    package init(_ code: Code, file: String, line: Int? = nil, problem: String, remedy: String) {
        self.code = code
        self.file = file
        self.line = line
        self.problem = problem
        self.remedy = remedy
    }

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): \(problem); \(remedy) [\(code.rawValue)]"
    }
}

/// Why a workflow cannot be used: at least one problem, in the order of the files.
package struct WorkflowError: Error, Sendable, Equatable, CustomStringConvertible {
    package let problems: [WorkflowProblem]

    package init(_ problems: [WorkflowProblem]) {
        precondition(!problems.isEmpty)
        self.problems = problems
    }

    init(_ code: WorkflowProblem.Code, file: String, line: Int? = nil, problem: String, remedy: String) {
        self.init([WorkflowProblem(code, file: file, line: line, problem: problem, remedy: remedy)])
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
