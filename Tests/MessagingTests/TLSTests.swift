import BrokerSupport
import Foundation
import Testing

@testable import Messaging

/// Mutual TLS with certificates made for the test: the common name is the user.
@Suite(.timeLimit(.minutes(10))) struct TLSTests {
    @Test func speaksMutualTLSAndTheCommonNameIsTheUser() async throws {
        let world = try Certificates()
        let broker = try world.broker(acl: "pattern readwrite own/%u\n")
        try await withClient(broker.port, world.settings(broker, "node-1"), subscribedTo: ["own/node-1"]) { client, link in
            let payload = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            for _ in 0..<5 { try await client.publish(topic: "own/node-1", payload: payload) }
            for _ in 0..<5 { #expect(await link.message()?.payload == payload) }
            await #expect { try await client.publish(topic: "own/node-2", payload: [1]) } throws: {
                ($0 as? MessagingError)?.code == .notAuthorized
            }
            broker.kill()
            while await link.event()?.isDisconnection != true {}
            try broker.start()
            while await link.event() != .connected {}
            try await client.publish(topic: "own/node-1", payload: [7])
            #expect(await link.message()?.payload == [7])
        }
    }

    @Test func refusesABrokerOfAnotherAuthorityAndABrokerRefusesAClientWithout() async throws {
        let world = try Certificates()
        let other = try Certificates()
        let broker = try world.broker(acl: nil)
        var foreign = world.settings(broker, "node-1")
        foreign.tls?.authorityFile = other.path("ca.pem")
        var bare = world.settings(broker, "node-1")
        bare.tls?.certificateFile = nil
        bare.tls?.keyFile = nil
        for settings in [foreign, bare] {
            try await withUnconnectedClient(broker.port, settings) { client, link in
                for _ in 0..<2 {
                    guard case .connectFailed = await link.event() else { return #expect(Bool(false), "connected") }
                }
                #expect(!client.isConnected)
            }
        }
    }

    @Test func aMissingCertificateFileIsReportedAndTriedAgain() async throws {
        let world = try Certificates()
        let broker = try world.broker(acl: nil)
        var settings = world.settings(broker, "node-1")
        settings.tls?.authorityFile = world.path("absent.pem")
        try await withUnconnectedClient(broker.port, settings) { _, link in
            #expect(await link.event() == .connectFailed(.tls))
            #expect(await link.event() == .connectFailed(.tls))
        }
    }
}

/// An authority, a broker and a client certificate (P-256), made with openssl.
private final class Certificates {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weir-tls-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = """
            set -e
            openssl ecparam -name prime256v1 -genkey -noout -out ca.key
            openssl req -x509 -new -key ca.key -days 2 -subj /CN=weir-test-ca -out ca.pem
            for name in broker node-1; do
              openssl ecparam -name prime256v1 -genkey -noout -out $name.key
              openssl req -new -key $name.key -subj /CN=$name -out $name.csr
              printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\\n' > $name.ext
              openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $name.ext -out $name.pem
            done
            """
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", script]
        shell.currentDirectoryURL = folder
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0, "openssl is missing or failed: apt-get install openssl")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func broker(acl: String?) throws -> MosquittoProcess {
        var options = MosquittoProcess.Options()
        options.acl = acl
        options.lines = [
            "cafile \(path("ca.pem"))", "certfile \(path("broker.pem"))", "keyfile \(path("broker.key"))", "require_certificate true",
            "use_identity_as_username true",
        ]
        return try MosquittoProcess(options)
    }

    func settings(_ broker: MosquittoProcess, _ name: String) -> MQTTSettings {
        var settings = testSettings(broker.port, name)
        settings.tls = .init(authorityFile: path("ca.pem"), certificateFile: path("\(name).pem"), keyFile: path("\(name).key"))
        return settings
    }
}
