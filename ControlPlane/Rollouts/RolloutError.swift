package struct RolloutError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unknown, releaseNotComplete, noNodeMatches, anotherIsOpen, alreadyEnded
    }

    package let code: Code
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { detail }
}
