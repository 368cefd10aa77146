import BrokerSupport
import Logging
import Messaging
import ServiceLifecycle

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func testSettings(_ port: Int, _ name: String) -> MQTTSettings {
    var settings = MQTTSettings(host: "127.0.0.1", port: port, clientID: name)
    settings.backOff = .init(first: .milliseconds(20), maximum: .milliseconds(200), stableAfter: .seconds(1))
    return settings
}

/// The two streams of a client, as calls.
struct Link: Sendable {
    let client: MQTTClient

    func event() async -> ConnectionEvent? {
        var iterator = client.events.makeAsyncIterator()
        return await iterator.next()
    }

    func message() async -> MQTTMessage? {
        var iterator = client.messages.makeAsyncIterator()
        return await iterator.next()
    }

    func messages(_ count: Int) async -> [MQTTMessage] {
        var messages: [MQTTMessage] = []
        while messages.count < count, let message = await message() { messages.append(message) }
        return messages
    }
}

extension ConnectionEvent {
    var isDisconnection: Bool { if case .disconnected = self { true } else { false } }
}

/// Runs a client for the time of `body`, from its first `.connected` on, and shuts it down afterwards.
func withClient(
    _ port: Int, _ settings: MQTTSettings? = nil, subscribedTo filters: [String] = [], _ change: (inout MQTTSettings) -> Void = { _ in },
    cancels: Bool = false, _ body: (MQTTClient, Link) async throws -> Void
) async throws {
    try await withUnconnectedClient(port, settings, subscribedTo: filters, change, cancels: cancels) { client, link in
        while let event = await link.event(), event != .connected {}
        try await body(client, link)
    }
}

func withUnconnectedClient(
    _ port: Int, _ settings: MQTTSettings? = nil, subscribedTo filters: [String] = [], _ change: (inout MQTTSettings) -> Void = { _ in },
    cancels: Bool = false, _ body: (MQTTClient, Link) async throws -> Void
) async throws {
    var settings = settings ?? testSettings(port, "client-\(UInt32.random(in: 0...UInt32.max))")
    change(&settings)
    let client = try MQTTClient(settings: settings, logger: quiet)
    try client.setSubscriptions(filters)
    let link = Link(client: client)
    let group = ServiceGroup(services: [client], logger: quiet)
    let running = Task { if cancels { await client.run() } else { try await group.run() } }
    let result: Result<Void, any Error>
    do {
        result = .success(try await body(client, link))
    } catch {
        result = .failure(error)
    }
    if cancels { running.cancel() } else { await group.triggerGracefulShutdown() }
    try await running.value
    try result.get()
}

func bytes(_ number: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(number).littleEndian) { [UInt8]($0) } }

func number(_ bytes: [UInt8]) -> Int { bytes.reversed().reduce(0) { $0 << 8 | Int($1) } }
