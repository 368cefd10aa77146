import Contract
import Foundation
import SwiftProtobuf
import Testing

@testable import Releases

@Suite struct SignedDocumentTests {
    private let director = SigningKey(kind: .director)
    private let release = SigningKey(kind: .release)
    private var keys: [VerificationKey] { [director.verificationKey, release.verificationKey] }

    private func state(_ generation: UInt64, node: String = "node-1") -> DesiredState {
        DesiredState.with {
            $0.node = node
            $0.generation = generation
            $0.issuedUnixMs = 1_750_000_000_000
            $0.policy.version = generation
        }
    }

    @Test func everyFlippedBitIsRefused() throws {
        let document = try DesiredStateDocument.sign(state(3), with: director)
        #expect(refusal { _ = try SignedDocument.open(document, as: .desiredState, trusting: keys) } == nil)
        var codes: Set<ReleaseRefusal.Code> = []
        for index in document.indices {
            for bit in 0..<8 {
                var changed = document
                changed[index] ^= 1 << bit
                let code = refusal { _ = try SignedDocument.open(changed, as: .desiredState, trusting: keys) }
                #expect(code != nil, "byte \(index), bit \(bit)")
                if let code { codes.insert(code) }
            }
        }
        #expect(codes == [.malformed, .wrongKind, .foreignKey, .tampered])
    }

    @Test func everyTruncationAndExtensionIsRefused() throws {
        let document = try DesiredStateDocument.sign(state(3), with: director)
        for length in document.indices {
            #expect(
                refusal { _ = try SignedDocument.open(Array(document[..<length]), as: .desiredState, trusting: keys) } != nil,
                "\(length) bytes")
        }
        // An unknown field 15 behind the document.
        #expect(refusal { _ = try SignedDocument.open(document + [0x78, 1], as: .desiredState, trusting: keys) } == .malformed)
    }

    @Test func oneKindNeverPassesForAnother() throws {
        let payload = Array("payload".utf8)
        let document = try SignedDocument.sign(.desiredState, payload: payload, with: director)
        #expect(refusal { _ = try SignedDocument.open(document.bytes(), as: .halt, trusting: keys) } == .wrongKind)
        var relabelled = document
        relabelled.kind = .halt
        #expect(refusal { _ = try SignedDocument.open(relabelled.bytes(), as: .halt, trusting: keys) } == .tampered)
        #expect(refusal { _ = try SignedDocument.sign(.manifest, payload: payload, with: director) } == .wrongKind)
        #expect(refusal { _ = try SignedDocument.sign(.desiredState, payload: payload, with: release) } == .wrongKind)
        #expect(refusal { _ = try SignedDocument.sign(.unspecified, payload: payload, with: release) } == .wrongKind)
    }

    @Test func theSignedBytesAreTheOnesTheContractNames() throws {
        let payload = Array("payload".utf8)
        let document = try SignedDocument.sign(.desiredState, payload: payload, with: director)
        #expect(director.verificationKey.isValid(Array(document.signature), for: Array("weir.v1.2\0".utf8) + payload))
        #expect(Array(document.keyID) == Array(ChunkDigest.sha256(director.verificationKey.rawRepresentation).prefix(8)))
    }

    @Test func aHugeDocumentIsRefusedUnread() {
        let bytes = [UInt8](repeating: 0, count: SignedDocument.maximumSizeInBytes + 1)
        #expect(refusal { _ = try SignedDocument.open(bytes, as: .manifest, trusting: keys) } == .tooLarge)
    }

    @Test func randomBytesAreRefused() {
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...200)).map { _ in UInt8.random(in: 0...255) }
            #expect(refusal { _ = try SignedDocument.open(bytes, as: .desiredState, trusting: keys) } != nil)
        }
    }

    // MARK: Generations

    private func accept(
        _ state: DesiredState, after last: DesiredStateDocument.Accepted?, node: String = "node-1"
    ) throws -> DesiredStateDocument.Outcome {
        let node = try #require(NodeID(node))
        return try DesiredStateDocument.accept(
            try DesiredStateDocument.sign(state, with: director), node: node, trusting: keys, last: last)
    }

    private func accepted(_ state: DesiredState) throws -> DesiredStateDocument.Accepted {
        guard case .new(_, let accepted) = try accept(state, after: nil) else { throw ReleaseRefusal(.malformed, "test") }
        return accepted
    }

    @Test func onlyAHigherGenerationIsNew() throws {
        let last = try accepted(state(3))
        guard case .new(let newer, let next) = try accept(state(4), after: last) else { return #expect(Bool(false)) }
        #expect(newer == state(4))
        #expect(next.generation == 4)
        guard case .unchanged = try accept(state(3), after: last) else { return #expect(Bool(false)) }
        #expect(refusal { _ = try accept(state(2), after: last) } == .lowerGeneration)
        var different = state(3)
        different.policy.version = 99
        #expect(refusal { _ = try accept(different, after: last) } == .conflictingGeneration)
    }

    @Test func refusesAnotherNodesStateAndBrokenFields() throws {
        #expect(refusal { _ = try accept(state(1, node: "node-2"), after: nil) } == .foreignNode)
        #expect(refusal { _ = try accept(state(1, node: ""), after: nil) } == .foreignNode)
        #expect(refusal { _ = try accept(state(0), after: nil) } == .malformed)
        var release = state(1)
        release.release.releaseID = "../x"
        #expect(refusal { _ = try accept(release, after: nil) } == .malformed)
    }
}
