/// Why a call of this module was refused. Holds names, versions and limits; never user text.
package struct FleetError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unknownNode, invalidNodeName, alreadyEnrolled
        case unknownRelease, releaseNotComplete, releaseRefused
        case noPolicy, invalidPolicy, policyConflict
        case unknownFile, fileRefused, uploadConflict, storage
    }

    package let code: Code
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { detail }
}
