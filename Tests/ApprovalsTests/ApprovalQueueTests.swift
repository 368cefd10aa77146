import Contract
import Foundation
import SQLite
import SwiftProtobuf
import Testing

@testable import Approvals

@Suite struct ApprovalQueueTests {
    private let request = RequestID(node: NodeID("node-1")!, boot: .max, sequence: 3)

    private func database() throws -> Database {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("weir-approvals-\(UUID().uuidString).sqlite").path
        return try Database(path: path, migrator: Migrator(ApprovalSchema.migrations))
    }

    private func queue(deadline: Int64 = 0) async throws -> (ApprovalQueue, Database, Int64) {
        let database = try database()
        let queue = ApprovalQueue(database: database)
        let request = request
        try await database.write { connection in
            for _ in 0..<2 {
                try ApprovalQueue.add(
                    request, escalation: .with { $0.deadlineUnixMs = deadline },
                    draft: .with {
                        $0.outcome = .answered
                        $0.maskedText = "draft"
                    }, nowUnixMs: 1, in: connection)
            }
        }
        let listed = try await queue.list(.pending, limit: 9)
        #expect(listed.count == 1 && listed[0].request == request)
        return (queue, database, listed[0].id)
    }

    @Test func aDecisionIsMadeOnceAndSettledOnce() async throws {
        let (queue, database, id) = try await queue()
        #expect(try await queue.approval(id).answer == nil)
        let approved = try await queue.decide(id, .approve(editedText: "mine"), by: "ada", nowUnixMs: 2)
        #expect(approved.answer?.outcome == .approved && approved.answer?.maskedText == "mine" && approved.decidedBy == "ada")
        await #expect(throws: ApprovalError(.alreadyDecided, "approval \(id) is already approved")) {
            try await queue.decide(id, .reject(reason: ""), by: "bob", nowUnixMs: 3)
        }
        #expect(try await queue.unsettled(limit: 9).map(\.id) == [id])
        try await database.write { try ApprovalQueue.markSettled(id, in: $0) }
        #expect(try await queue.unsettled(limit: 9).isEmpty)
    }

    @Test func aRejectionSendsNoTextAndNoReason() async throws {
        let (queue, _, id) = try await queue()
        let answer = try #require(try await queue.decide(id, .reject(reason: "it names a colleague"), by: "ada", nowUnixMs: 2).answer)
        #expect(answer.outcome == .rejected && answer.maskedText.isEmpty && !answer.detail.contains("colleague"))
    }

    @Test func expiresWhatNobodyDecidedInTime() async throws {
        let (queue, _, id) = try await queue(deadline: 10)
        #expect(try await queue.expire(nowUnixMs: 9) == 0)
        #expect(try await queue.expire(nowUnixMs: 10) == 1)
        #expect(try await queue.approval(id).answer?.outcome == .expired)
    }

    @Test(arguments: ["", String(repeating: "x", count: 65_537)])
    func refusesEditsOfNoUse(text: String) async throws {
        let (queue, _, id) = try await queue()
        await #expect(throws: ApprovalError.self) { try await queue.decide(id, .approve(editedText: text), by: "ada", nowUnixMs: 2) }
        await #expect(throws: ApprovalError.self) { try await queue.approval(id + 1) }
    }
}
