import BrokerSupport
import Contract
import Foundation
import Testing

@testable import Messaging

/// The broker files that are installed, in a real broker.
@Suite(.timeLimit(.minutes(10))) struct BrokerConfigurationTests {
    private static let users = ["node-1", "node-2", "weir-control", "weir-tap"]

    private func broker() throws -> MosquittoProcess {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appendingPathComponent("firmware-config/mosquitto")
        var options = MosquittoProcess.Options()
        options.template = try String(contentsOf: folder.appendingPathComponent("weir.conf"), encoding: .utf8)
        options.acl = try String(contentsOf: folder.appendingPathComponent("weir.acl"), encoding: .utf8)
        options.users = Self.users.map { ($0, "password of \($0)") }
        return try MosquittoProcess(options)
    }

    private func settings(_ broker: MosquittoProcess, _ user: String) -> MQTTSettings {
        var settings = testSettings(broker.port, user)
        settings.userName = user
        settings.password = .init("password of \(user)")
        return settings
    }

    private static let topics: [Topic] =
        ["node-1", "node-2"].compactMap { NodeID($0) }.flatMap { node in
            [
                .desired(node), .reported(node), .status(node), .metrics(node), .escalation(node), .answerReceipt(node), .answer(node),
                .receipt(node),
                .command(node), .echo(node),
            ]
        } + [.planeState, .planeHalt]

    /// What DESIGN section 9 says each user may do.
    private static func mayWrite(_ user: String, _ topic: Topic) -> Bool {
        switch topic {
        case .reported(let node), .status(let node), .metrics(let node), .escalation(let node), .answerReceipt(let node), .echo(let node):
            node.rawValue == user
        case .desired, .answer, .receipt, .command, .planeState, .planeHalt: user == "weir-control"
        }
    }

    private static func mayRead(_ user: String, _ topic: Topic) -> Bool {
        if user == "weir-tap" { return true }
        return switch topic {
        case .desired(let node), .answer(let node), .receipt(let node), .command(let node), .echo(let node): node.rawValue == user
        case .reported, .status, .metrics, .escalation, .answerReceipt: user == "weir-control"
        case .planeState, .planeHalt: true
        }
    }

    @Test(arguments: users) func aUserWritesItsOwnTopicsAndNoOther(user: String) async throws {
        let broker = try broker()
        try await withClient(broker.port, settings(broker, user)) { client, _ in
            for topic in Self.topics {
                let code: MessagingError.Code?
                do {
                    try await client.publish(topic: topic.name, payload: [1])
                    code = nil
                } catch {
                    code = (error as? MessagingError)?.code
                }
                #expect(code == (Self.mayWrite(user, topic) ? nil : .notAuthorized), "\(user) on \(topic.name)")
            }
        }
    }

    /// The reader asks for everything in every way it can; each topic is then written by the one who may.
    @Test(arguments: users) func aUserReadsItsOwnTopicsAndNoOther(user: String) async throws {
        let broker = try broker()
        let filters = ["#", "weir/v1/#", "weir/v1/nodes/+/+", "weir/v1/nodes/+/up/+"] + Self.topics.map(\.name)
        try await withClient(broker.port, settings(broker, user), subscribedTo: filters) { _, reader in
            for writer in Self.users where writer != user && writer != "weir-tap" {
                try await withClient(broker.port, settings(broker, writer)) { client, _ in
                    for topic in Self.topics where Self.mayWrite(writer, topic) {
                        try await client.publish(topic: topic.name, payload: Array(writer.utf8))
                    }
                }
            }
            // A last message that this user may read marks the end; the plane's own comes from a node.
            let end = user == "weir-control" ? "node-2" : "weir-control"
            let endTopic = user == "weir-control" ? "weir/v1/nodes/node-2/status" : "weir/v1/plane/halt"
            try await withClient(broker.port, settings(broker, end)) { client, _ in
                try await client.publish(topic: endTopic, payload: Array("end".utf8))
            }
            var read: Set<String> = []
            while let message = await reader.message(), message.payload != Array("end".utf8) { read.insert(message.topic) }
            let expected = Self.topics.filter { topic in
                Self.mayRead(user, topic) && Self.users.contains { $0 != user && Self.mayWrite($0, topic) }
            }
            #expect(read == Set(expected.map(\.name)))
        }
    }

    @Test func refusesStrangersAndWrongPasswords() async throws {
        let broker = try broker()
        var nameless = testSettings(broker.port, "node-1")
        var wrong = settings(broker, "node-1")
        wrong.password = .init("password of node-2")
        nameless.userName = nil
        for settings in [nameless, wrong] {
            try await withUnconnectedClient(broker.port, settings) { _, link in
                #expect(await link.event() == .connectFailed(.refused(.notAuthorized)))
            }
        }
    }

    @Test func oneNodeCannotPushAnotherOff() async throws {
        let broker = try broker()
        try await withClient(broker.port, settings(broker, "node-1"), subscribedTo: ["weir/v1/nodes/node-1/echo"]) { client, link in
            var impostor = settings(broker, "node-2")
            impostor.clientID = "node-1"
            try await withClient(broker.port, impostor) { other, _ in
                try await other.publish(topic: "weir/v1/nodes/node-2/echo", payload: [1])
                try await client.publish(topic: "weir/v1/nodes/node-1/echo", payload: [2])
                #expect(await link.message()?.payload == [2])
            }
        }
    }

    @Test func refusesAPayloadAboveOneMebibyte() async throws {
        let broker = try broker()
        let settings = settings(broker, "node-1")
        try await withClient(broker.port, settings, subscribedTo: ["weir/v1/nodes/node-1/echo"], { $0.maximumPayloadInBytes = 4 << 20 }) {
            client, link in
            try await client.publish(topic: "weir/v1/nodes/node-1/echo", payload: Array(repeating: 1, count: 1 << 20))
            #expect(await link.message()?.payload.count == 1 << 20)
            await #expect(throws: MessagingError.self) {
                try await client.publish(topic: "weir/v1/nodes/node-1/echo", payload: Array(repeating: 1, count: (1 << 20) + 1))
            }
        }
    }
}
