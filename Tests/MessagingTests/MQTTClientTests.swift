import BrokerSupport
import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Messaging

@Suite(.timeLimit(.minutes(10))) struct MQTTClientTests {
    @Test func echoesAMessageWithItsProperties() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["echo/#"]) { client, link in
            let sent = MQTTMessage(
                topic: "echo/1", payload: Array(0...255), expiry: .seconds(60), responseTopic: "answers/ä", correlationData: [0, 1, 255],
                contentType: "application/x-protobuf")
            try await client.publish(sent)
            #expect(await link.message() == sent)
            try await client.publish(topic: "echo/2", payload: [], qos: .atMostOnce)
            #expect(await link.message() == MQTTMessage(topic: "echo/2", payload: [], qos: .atMostOnce))
        }
    }

    @Test func keepsAMillionBytesWholeAndRefusesMore() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["big"]) { client, link in
            let payload = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
            for _ in 0..<3 { try await client.publish(topic: "big", payload: payload) }
            for _ in 0..<3 { #expect(await link.message()?.payload == payload) }
            await #expect(throws: MessagingError(.payloadTooLarge, topic: "big", detail: "1048577 bytes, at most 1048576")) {
                try await client.publish(topic: "big", payload: payload + [0])
            }
        }
    }

    @Test func dropsAMessageLargerThanItsOwnLimitAndGoesOn() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["t"], { $0.maximumPayloadInBytes = 10 }) { _, link in
            try await withClient(broker.port) { other, _ in
                try await other.publish(topic: "t", payload: Array(repeating: 1, count: 11))
                try await other.publish(topic: "t", payload: Array(repeating: 2, count: 10))
            }
            #expect(await link.message()?.payload == Array(repeating: 2, count: 10))
        }
    }

    @Test func delivers10000MessagesInOrder() async throws {
        let broker = try MosquittoProcess()
        let count = 10_000
        try await withClient(broker.port, subscribedTo: ["flow"], { $0.inboundCapacity = count }) { client, link in
            async let received = link.messages(count)
            for number in 0..<count {
                try await client.publish(topic: "flow", payload: bytes(number), qos: number % 2 == 0 ? .atLeastOnce : .atMostOnce)
            }
            #expect(await received.map { number($0.payload) } == Array(0..<count))
            #expect(client.droppedMessages == 0)
        }
    }

    @Test func sendsManyAtOnceAndLosesNone() async throws {
        let broker = try MosquittoProcess()
        // A client that floods itself drops beyond twice its buffer when its reader is late: here the reader may be as late as it likes.
        try await withClient(broker.port, subscribedTo: ["flow"], { $0.inboundCapacity = 5000 }) { client, link in
            async let received = link.messages(5000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<5000 { group.addTask { try await client.publish(topic: "flow", payload: bytes(number)) } }
                try await group.waitForAll()
            }
            #expect(Set(await received.map { number($0.payload) }) == Set(0..<5000))
        }
    }

    // MARK: Refusals

    @Test func reportsThatNobodyListens() async throws {
        let port = try MosquittoProcess.freePort()
        try await withUnconnectedClient(port) { client, link in
            #expect(await link.event() == .connectFailed(.unreachable(errno: ECONNREFUSED)))
            #expect(await link.event() == .connectFailed(.unreachable(errno: ECONNREFUSED)))
            #expect(!client.isConnected)
        }
    }

    @Test func reportsAWrongPasswordAndNeverPrintsOne() async throws {
        var options = MosquittoProcess.Options()
        options.users = [("node-1", "right")]
        let broker = try MosquittoProcess(options)
        var settings = testSettings(broker.port, "node-1")
        settings.userName = "node-1"
        settings.password = .init("s3cret-wrong")
        try await withUnconnectedClient(broker.port, settings) { _, link in
            #expect(await link.event() == .connectFailed(.refused(.notAuthorized)))
        }
        var text = "\(settings) \(String(reflecting: settings))"
        dump(settings, to: &text)
        #expect(!text.contains("s3cret"))
        settings.password = .init("right")
        try await withClient(broker.port, settings) { client, _ in #expect(client.isConnected) }
    }

    @Test func aPublishTheACLForbidsThrowsNotAuthorized() async throws {
        var options = MosquittoProcess.Options()
        options.acl = "topic readwrite open/#\n"
        let broker = try MosquittoProcess(options)
        try await withClient(broker.port, subscribedTo: ["open/x"]) { client, link in
            await #expect(throws: MessagingError(.notAuthorized, reason: .notAuthorized, topic: "closed/x")) {
                try await client.publish(topic: "closed/x", payload: [1])
            }
            try await client.publish(topic: "open/x", payload: [2])
            #expect(await link.message()?.payload == [2])
        }
    }

    @Test(arguments: ["", "a/+", "#"]) func aBrokenTopicThrows(topic: String) async throws {
        let client = try MQTTClient(settings: testSettings(1, "node-1"), logger: quiet)
        await #expect { try await client.publish(topic: topic, payload: []) } throws: { ($0 as? MessagingError)?.code == .invalidTopic }
    }

    @Test(arguments: ["", "a/b#", "a/#/b", "a+", "#/a"]) func aBrokenFilterThrows(filter: String) throws {
        let client = try MQTTClient(settings: testSettings(1, "node-1"), logger: quiet)
        #expect { try client.setSubscriptions(["ok/+/x/#", filter]) } throws: { ($0 as? MessagingError)?.code == .invalidFilter }
    }

    @Test(arguments: ["host", "port", "clientID", "password", "keepAlive", "inFlightLimit", "backOff", "tls"])
    func brokenSettingsNameTheField(field: String) {
        var settings = MQTTSettings(host: "h", clientID: "c")
        switch field {
        case "host": settings.host = ""
        case "port": settings.port = 65536
        case "clientID": settings.clientID = ""
        case "password": settings.password = .init("hidden")
        case "keepAlive": settings.keepAlive = .seconds(4)
        case "inFlightLimit": settings.inFlightLimit = 65
        case "backOff": settings.backOff.maximum = .zero
        default: settings.tls = .init(authorityFile: "ca", certificateFile: "cert")
        }
        #expect { _ = try MQTTClient(settings: settings, logger: quiet) } throws: { error in
            guard let error = error as? MessagingError else { return false }
            return error.code == .invalidSettings && error.description.contains(field) && !error.description.contains("hidden")
        }
    }

    // MARK: Loss and return

    @Test func aPublishWhileOfflineThrowsAtOnceAndIsNeverSentLater() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["t"]) { client, link in
            broker.kill()
            while await link.event()?.isDisconnection != true {}
            for number in 0..<10 {
                await #expect(throws: MessagingError(.notConnected, topic: "t")) {
                    try await client.publish(topic: "t", payload: bytes(number))
                }
            }
            try broker.start()
            while await link.event() != .connected {}
            try await client.publish(topic: "t", payload: bytes(77))
            #expect(await link.message().map { number($0.payload) } == 77)
        }
    }

    @Test func comesBackAndSubscribesAfterTheBrokerWasKilled() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["a", "b/+"]) { client, link in
            for round in 0..<3 {
                broker.kill()
                #expect(await link.event() == .disconnected(.connectionLost))
                try broker.start()
                while await link.event() != .connected {}
                try await client.publish(topic: "b/x", payload: bytes(round))
                #expect(await link.message().map { number($0.payload) } == round)
            }
        }
    }

    @Test func publishesInFlightAtALossFailAndAreNotRepeated() async throws {
        // A broker that accepts, takes the publish and never answers it; then a real one on the other side of the loss.
        let publishes = Counter()
        let mute = try ScriptedListener { _, descriptor in
            _ = readBytes(descriptor, atMost: 4096)
            writeBytes(descriptor, [0x20, 3, 0, 0, 0])
            // The first packet after the CONNECT; on the second connection a PUBLISH would be a repetition.
            if readBytes(descriptor, atMost: 4096).first.map({ $0 >> 4 }) == 3 { publishes.add() }
        }
        try await withClient(mute.port, subscribedTo: []) { client, link in
            await #expect(throws: MessagingError(.connectionLost, topic: "t")) { try await client.publish(topic: "t", payload: [1]) }
            #expect(await link.event() == .disconnected(.connectionLost))
            #expect(await link.event() == .connected)
        }
        #expect(publishes.value == 1)
    }

    @Test func theBrokersReasonForEndingTheConnectionIsKept() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port) { client, link in
            broker.stop()
            let event = await link.event()
            #expect(event == .disconnected(.closedByBroker(.serverShuttingDown)) || event == .disconnected(.connectionLost))
        }
    }

    @Test func theWillIsDeliveredWhenTheWireIsCut() async throws {
        let broker = try MosquittoProcess()
        let relay = try TCPRelay(to: broker.port)
        try await withClient(broker.port, subscribedTo: ["status/+"]) { _, watcher in
            var settings = testSettings(relay.port, "node-1")
            settings.will = .init(topic: "status/node-1", payload: [9], retain: true)
            try await withClient(relay.port, settings) { client, link in
                try await client.publish(topic: "status/node-1", payload: [1], retain: true)
                #expect(await watcher.message()?.payload == [1])
                relay.cut()
                #expect(await watcher.message()?.payload == [9])
                #expect(await link.event()?.isDisconnection == true)
                relay.mend()
                while await link.event() != .connected {}
            }
        }
    }

    @Test func aGracefulShutdownCancelsTheWillAndACancelledTaskSendsIt() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["status/+"]) { _, watcher in
            var settings = testSettings(broker.port, "node-1")
            settings.will = .init(topic: "status/node-1", payload: [9], retain: false)
            try await withClient(broker.port, settings) { client, _ in try await client.publish(topic: "status/node-1", payload: [1]) }
            try await withClient(broker.port, settings, cancels: true) { client, _ in
                try await client.publish(topic: "status/node-1", payload: [2])
            }
            #expect(await watcher.messages(3).map(\.payload) == [[1], [2], [9]])
        }
    }

    @Test func aGracefulShutdownWaitsForPublishesInFlight() async throws {
        let broker = try MosquittoProcess()
        try await withClient(broker.port, subscribedTo: ["t"]) { _, watcher in
            // Two hundred are posted and none awaited when the shutdown begins.
            let client = try MQTTClient(settings: testSettings(broker.port, "node-1"), logger: quiet)
            let group = ServiceGroup(services: [client], logger: quiet)
            let running = Task { try await group.run() }
            while let event = await Link(client: client).event(), event != .connected {}
            let delivered = await withTaskGroup(of: Bool.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        do throws(MessagingError) {
                            try await client.publish(topic: "t", payload: bytes(number))
                            return true
                        } catch {
                            #expect(error.code == .stopped || error.code == .notConnected, "handed over and then dropped")
                            return false
                        }
                    }
                }
                tasks.addTask {
                    await group.triggerGracefulShutdown()
                    return false
                }
                return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try await running.value
            #expect(await watcher.messages(delivered).count == delivered)
        }
    }

    @Test func aCancelledPublishReturnsWhileTheBrokerIsSilent() async throws {
        let mute = try ScriptedListener { _, descriptor in
            _ = readBytes(descriptor, atMost: 4096)
            writeBytes(descriptor, [0x20, 3, 0, 0, 0])
            while !readBytes(descriptor, atMost: 4096).isEmpty {}
        }
        try await withClient(mute.port) { client, _ in
            let task = Task { try await client.publish(topic: "t", payload: [1]) }
            task.cancel()
            await #expect { try await task.value } throws: { ($0 as? MessagingError)?.code == .cancelled }
        }
    }

    @Test func publishingAfterTheEndThrowsStopped() async throws {
        let broker = try MosquittoProcess()
        let client = try MQTTClient(settings: testSettings(broker.port, "node-1"), logger: quiet)
        let group = ServiceGroup(services: [client], logger: quiet)
        let running = Task { try await group.run() }
        for await event in client.events where event == .connected { await group.triggerGracefulShutdown() }
        try await running.value
        await #expect(throws: MessagingError(.stopped, topic: "t")) { try await client.publish(topic: "t", payload: [1]) }
        for await _ in client.messages {}
    }

    // MARK: Overflow

    @Test func aSlowConsumerSlowsTheBrokerDownAndLosesNothing() async throws {
        var options = MosquittoProcess.Options()
        options.lines = ["max_queued_messages 0"]
        let broker = try MosquittoProcess(options)
        try await withClient(broker.port, subscribedTo: ["flow"], { $0.inboundCapacity = 8 }) { client, link in
            try await withClient(broker.port) { other, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<2000 { group.addTask { try await other.publish(topic: "flow", payload: bytes(number)) } }
                    try await group.waitForAll()
                }
            }
            #expect(Set(await link.messages(2000).map { number($0.payload) }) == Set(0..<2000))
            #expect(client.droppedMessages == 0)
        }
    }

    @Test func aConsumerThatPublishesForEveryMessageNeverStalls() async throws {
        var options = MosquittoProcess.Options()
        options.lines = ["max_queued_messages 0"]
        let broker = try MosquittoProcess(options)
        try await withClient(broker.port, subscribedTo: ["in"], { $0.inboundCapacity = 600 }) { client, link in
            async let answered = {
                for _ in 0..<1000 {
                    guard await link.message() != nil else { return false }
                    try await client.publish(topic: "out", payload: [1])
                }
                return true
            }()
            try await withClient(broker.port) { other, _ in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for number in 0..<1000 { group.addTask { try await other.publish(topic: "in", payload: bytes(number)) } }
                    try await group.waitForAll()
                }
            }
            #expect(try await answered)
        }
    }

    @Test func aConsumerThatStoppedCostsTheConnection() async throws {
        let broker = try MosquittoProcess()
        try await withClient(
            broker.port, subscribedTo: ["flow"],
            {
                $0.inboundCapacity = 4
                $0.inboundStallLimit = .milliseconds(200)
            }
        ) { _, link in
            try await withClient(broker.port) { other, _ in
                for number in 0..<100 { try await other.publish(topic: "flow", payload: bytes(number)) }
            }
            #expect(await link.event() == .disconnected(.inboundStalled))
        }
    }

    // MARK: A peer that is no broker

    private static let nonsense: [(String, [[UInt8]])] = [
        ("closes at once", []),
        ("speaks HTTP", [Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)]),
        ("sends zeros", [Array(repeating: 0, count: 64)]),
        ("sends ones", [Array(repeating: 255, count: 64)]),
        ("closes within a CONNACK", [[0x20, 3, 0]]),
        ("CONNACK with a broken property length", [[0x20, 3, 0, 0, 200]]),
        ("CONNACK with an unknown property", [[0x20, 5, 0, 0, 2, 0x7F, 1]]),
        ("CONNACK that refuses", [[0x20, 3, 0, 0x88, 0]]),
        ("a PUBLISH before the CONNACK", [[0x30, 5, 0, 1, 0x61, 0, 0x62]]),
        ("an endless length", [[0x20, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]]),
        ("announces 256 MB and closes", [[0x20, 3, 0, 0, 0, 0x30, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1, 0x61]]),
        ("PUBLISH with a topic past its end", [[0x20, 3, 0, 0, 0, 0x30, 4, 0xFF, 0xFF, 0x61, 0]]),
        ("PUBLISH with a broken UTF-8 topic", [[0x20, 3, 0, 0, 0, 0x30, 6, 0, 2, 0xC3, 0x28, 0, 1]]),
        ("PUBLISH with QoS 3", [[0x20, 3, 0, 0, 0, 0x36, 6, 0, 1, 0x61, 0, 1, 0]]),
        ("PUBACK for nothing", [[0x20, 3, 0, 0, 0, 0x40, 2, 0x12, 0x34]]),
        ("SUBACK for nothing", [[0x20, 3, 0, 0, 0, 0x90, 4, 0, 9, 0, 0]]),
        ("a second CONNACK", [[0x20, 3, 0, 0, 0, 0x20, 3, 0, 0, 0]]),
        ("DISCONNECT", [[0x20, 3, 0, 0, 0, 0xE0, 2, 0x89, 0]]),
        ("bytes one by one", [[0x20], [3], [0], [0x87], [0]]),
    ]

    @Test(arguments: nonsense.map(\.0)) func nonsenseFromThePeerMeansBackOffAndNoCrash(name: String) async throws {
        let script = try #require(Self.nonsense.first { $0.0 == name }).1
        let peer = try ScriptedListener { _, descriptor in
            _ = readBytes(descriptor, atMost: 4096)
            for piece in script { writeBytes(descriptor, piece) }
            shutdown(descriptor, Int32(SHUT_WR))
            while !readBytes(descriptor, atMost: 4096).isEmpty {}
        }
        try await withUnconnectedClient(peer.port) { client, link in
            var endings = 0
            while endings < 3 {
                let event = try #require(await link.event())
                switch event {
                case .connectFailed, .disconnected: endings += 1
                default: break
                }
            }
        }
        #expect(peer.connections >= 3)
    }

    @Test func randomBytesFromThePeerNeverCrash() async throws {
        let peer = try ScriptedListener { number, descriptor in
            var random = SystemRandomNumberGenerator()
            _ = readBytes(descriptor, atMost: 4096)
            if number % 2 == 0 { writeBytes(descriptor, [0x20]) }
            writeBytes(descriptor, (0..<256).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
        var settings = testSettings(peer.port, "node-1")
        settings.backOff = .init(first: .milliseconds(1), maximum: .milliseconds(2))
        try await withUnconnectedClient(peer.port, settings) { _, link in
            for _ in 0..<200 { _ = await link.event() }
        }
    }

    @Test func aPeerThatNeverAnswersIsGivenUp() async throws {
        let peer = try ScriptedListener { _, descriptor in while !readBytes(descriptor, atMost: 4096).isEmpty {} }
        var settings = testSettings(peer.port, "node-1")
        settings.connectTimeout = .milliseconds(100)
        try await withUnconnectedClient(peer.port, settings) { _, link in
            #expect(await link.event() == .connectFailed(.connectTimeout))
            #expect(await link.event() == .connectFailed(.connectTimeout))
        }
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
