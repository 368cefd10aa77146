import ArgumentParser
import Contract
import FoundationEssentials
import Logging
import Messaging
import ServiceLifecycle
import SwiftProtobuf
import UnixSignals

struct Tap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tap", abstract: "Print what crosses the broker as JSON, one line a message, until Ctrl-C.",
        discussion: """
            Connects under a user of its own (weir-tap in our ACL): a second connection under the plane's would push the plane off. Texts in \
            escalations are masked, and still somebody's: treat the output accordingly.
            """)

    @Argument(help: "Topic filters.") var filters: [String] = ["weir/v1/#"]
    @Option(name: .long, help: "The broker's host.") var host = "127.0.0.1"
    @Option(name: .long, help: "The broker's port.") var port = 1883
    @Option(name: .long, help: "Broker user.") var user = "weir-tap"
    @Option(name: .long, help: "File with the user's password.") var passwordFile: String?
    @Option(name: .long, help: "PEM file of the authority, for TLS.") var caFile: String?
    @Option(name: .long, help: "End after so many messages.") var count: Int?

    @concurrent func run() async throws {
        var settings = MQTTSettings(host: host, port: port, clientID: user)
        settings.userName = user
        if let passwordFile { settings.password = MQTTSettings.Password(try SecretFile.read(passwordFile)) }
        if let caFile { settings.tls = MQTTSettings.TLSSettings(authorityFile: caFile) }
        var logger = Logger(label: "tap")
        logger.logLevel = .error
        let client = try MQTTClient(settings: settings, logger: logger)
        try client.setSubscriptions(filters)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: client),
                    .init(service: TapPrinter(client: client, count: count), successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: TapWatcher(client: client)),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}

private struct TapWatcher: Service {
    let client: MQTTClient

    func run() async throws {
        for await event in client.events.cancelOnGracefulShutdown() {
            switch event {
            case .connected: Console.complain("connected")
            case .connectFailed(let reason), .disconnected(let reason): Console.complain("\(reason)")
            case .subscriptionRefused(let filter, let reason): Console.complain("\(filter): \(reason)")
            case .subscriptionsChanged: break
            }
        }
    }
}

private struct TapPrinter: Service {
    let client: MQTTClient
    let count: Int?

    func run() async throws {
        var printed = 0
        for await message in client.messages.cancelOnGracefulShutdown() {
            Console.print(TapLine.text(message))
            printed += 1
            if let count, printed >= count { return }
        }
    }
}

/// One message as a line of JSON: `{"topic":...,"retained":...,"bytes":...,"message":{...}}`.
enum TapLine {
    static func text(_ message: MQTTMessage) -> String {
        let payload = message.payload
        let body = Topic(message.topic).flatMap { try? json($0, payload) } ?? "null"
        return
            "{\"topic\":\(quoted(message.topic)),\"retained\":\(message.retain),\"bytes\":\(payload.count),\"message\":\(body)}"
    }

    private static func json(_ topic: Topic, _ payload: [UInt8]) throws -> String {
        if payload.isEmpty { return "null" }
        switch topic {
        case .desired, .planeHalt: return try signed(payload)
        case .reported: return try ReportedState(serializedBytes: payload).jsonString()
        case .status: return try NodeStatus(serializedBytes: payload).jsonString()
        case .metrics: return try MetricsReport(serializedBytes: payload).jsonString()
        case .escalation: return try Escalation(serializedBytes: payload).jsonString()
        case .answerReceipt: return try AnswerReceipt(serializedBytes: payload).jsonString()
        case .answer: return try Answer(serializedBytes: payload).jsonString()
        case .receipt: return try Receipt(serializedBytes: payload).jsonString()
        case .command: return try Command(serializedBytes: payload).jsonString()
        case .planeState: return try PlaneState(serializedBytes: payload).jsonString()
        case .echo: return "null"
        }
    }

    /// The document with its payload opened, for reading; the signature is not checked here.
    private static func signed(_ payload: [UInt8]) throws -> String {
        let document = try SignedDocument(serializedBytes: payload)
        guard document.kind == .desiredState else { return try document.jsonString() }
        let state = try DesiredState(serializedBytes: document.payload).jsonString()
        return "{\"kind\":\"DOCUMENT_KIND_DESIRED_STATE\",\"keyId\":\"\(Data(document.keyID).base64EncodedString())\",\"payload\":\(state)}"
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return encoder
    }

    private static func quoted(_ text: String) -> String {
        (try? String(decoding: Self.encoder.encode(text), as: UTF8.self)) ?? "\"\""
    }
}
