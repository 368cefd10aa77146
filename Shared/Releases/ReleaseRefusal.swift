/// Why a document, a file or a key is not used. One reason each, with what was expected and what was found; never user text, never a secret.
package struct ReleaseRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// It does not parse, or a field breaks its rule.
        case malformed
        /// A document of another kind than asked for.
        case wrongKind
        /// Signed with a key that is not among the trusted ones.
        case foreignKey
        /// Signature or digest do not fit the bytes.
        case tampered
        /// The release counter is below the one already reached.
        case lowerCounter
        case expired
        /// Properly signed, and yet not what belongs here: another release than the desired one, or a file of another release.
        case mixed
        case unsupportedArchitecture
        case agentTooOld
        /// Absolute, upwards, outside the alphabet, or through a symbolic link.
        case pathNotAllowed
        case tooLarge
        /// A desired state for another node.
        case foreignNode
        /// A desired state older than the one at hand.
        case lowerGeneration
        /// The generation at hand, with other bytes.
        case conflictingGeneration
        case fileMissing
        /// A system call failed.
        case unreadable
        case unwritable
        /// A key file would be overwritten.
        case keyExists
        /// A secret key that others may read.
        case keyExposed
    }

    package let code: Code
    /// The file, path or field meant.
    package let subject: String
    package let expected: String
    package let found: String

    package init(_ code: Code, _ subject: String, expected: String = "", found: String = "") {
        self.code = code
        self.subject = subject
        self.expected = expected
        self.found = found
    }

    package var description: String {
        var text = "\(code.rawValue): \(subject)"
        if !expected.isEmpty { text += ", expected \(expected)" }
        if !found.isEmpty { text += ", found \(found)" }
        return text
    }
}
