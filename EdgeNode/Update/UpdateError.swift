package import Releases

/// Why a release is not installed. `isTemporary` decides between another try and a refusal.
package struct UpdateError: Error, Hashable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The source could not be reached, answered with an error, or the transfer broke off.
        case transfer
        /// The source gave other bytes than the manifest names.
        case wrongBytes
        /// The manifest does not parse, is not signed by the release key, is too old, expired, or asks for another agent.
        case manifest
        /// A path of the manifest would leave the slot.
        case path
        /// Not enough room for what is missing.
        case space
        /// A system call on the slots failed.
        case disk
        /// The release was loaded and did not answer as its golden inputs say.
        case selfTest
        /// A file of the release cannot be used, or two of them do not belong together.
        case unusable
    }

    package let code: Code
    /// File of the release, or path below the data directory; empty when none is meant.
    package let file: String
    /// What was expected and what was found; never user text.
    package let detail: String

    package init(_ code: Code, file: String = "", detail: String) {
        self.code = code
        self.file = file
        self.detail = detail
    }

    /// What a source may give by accident (a proxy's page, a stale copy) is worth another try; what the operator signed is not.
    package init(_ refusal: ReleaseRefusal) {
        switch refusal.code {
        case .malformed, .tampered, .mixed, .fileMissing: self.init(.wrongBytes, detail: refusal.description)
        case .unreadable, .unwritable: self.init(.disk, detail: refusal.description)
        case .pathNotAllowed: self.init(.path, detail: refusal.description)
        default: self.init(.manifest, detail: refusal.description)
        }
    }

    package var isTemporary: Bool {
        switch code {
        case .transfer, .space, .disk, .wrongBytes: true
        case .manifest, .path, .selfTest, .unusable: false
        }
    }

    package var description: String { file.isEmpty ? detail : "\(file): \(detail)" }
}
