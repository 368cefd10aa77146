package import Contract
internal import SwiftProtobuf

/// Desired state in its signed form, on both sides.
package enum DesiredStateDocument {
    /// The wire form of `state`, signed with the director key.
    package static func sign(_ state: DesiredState, with key: SigningKey) throws(ReleaseRefusal) -> [UInt8] {
        try SignedDocument.sign(.desiredState, payload: try encode(state, "desired state"), with: key).bytes()
    }

    /// What a node has accepted last; to be stored beside the state.
    package struct Accepted: Hashable, Sendable {
        package let generation: UInt64
        /// SHA-256 of the payload.
        package let digest: [UInt8]

        package init(generation: UInt64, digest: [UInt8]) {
            self.generation = generation
            self.digest = digest
        }
    }

    package enum Outcome: Sendable {
        /// A higher generation: to be applied and stored.
        case new(DesiredState, Accepted)
        /// The one at hand again, byte for byte: brokers repeat retained messages.
        case unchanged
    }

    /// Refused: what `SignedDocument.open` refuses; `malformed`; `foreignNode`; `lowerGeneration`; `conflictingGeneration`.
    package static func accept(
        _ document: [UInt8], node: NodeID, trusting keys: [VerificationKey], last: Accepted?
    ) throws(ReleaseRefusal) -> Outcome {
        let payload = try SignedDocument.open(document, as: .desiredState, trusting: keys)
        let state: DesiredState
        do {
            state = try DesiredState(serializedBytes: payload)
        } catch {
            throw ReleaseRefusal(.malformed, "desired state", expected: "a DesiredState")
        }
        guard state.node == node.rawValue else {
            throw ReleaseRefusal(
                .foreignNode, "desired state", expected: node.rawValue, found: NodeID(state.node)?.rawValue ?? "no node id")
        }
        guard state.generation > 0 else { throw ReleaseRefusal(.malformed, "generation", expected: "1 or more", found: "0") }
        if state.hasRelease, ReleaseID(state.release.releaseID) == nil {
            throw ReleaseRefusal(.malformed, "release_id", expected: "64 lower-case hexadecimal digits")
        }
        let accepted = Accepted(generation: state.generation, digest: ChunkDigest.sha256(payload))
        guard let last else { return .new(state, accepted) }
        if accepted == last { return .unchanged }
        guard accepted.generation != last.generation else {
            throw ReleaseRefusal(
                .conflictingGeneration, "generation \(last.generation)", expected: hexadecimal(last.digest.prefix(8)),
                found: hexadecimal(accepted.digest.prefix(8)))
        }
        guard accepted.generation > last.generation else {
            throw ReleaseRefusal(.lowerGeneration, "generation", expected: "above \(last.generation)", found: "\(accepted.generation)")
        }
        return .new(state, accepted)
    }
}
