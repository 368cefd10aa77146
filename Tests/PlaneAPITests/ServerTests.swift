import Aggregation
import Approvals
import Fleet
import Foundation
import Hummingbird
import Ingest
import Logging
import Releases
import Rollouts
import SQLite
import Telemetry
import Testing
import Transfer

@testable import PlaneAPI

/// Over a real socket.
@Suite struct ServerTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func withServer(_ body: @Sendable (_ url: String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("weir-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let database = try Database(
            path: folder.appendingPathComponent("plane.sqlite").path,
            migrator: Migrator(FleetSchema.migrations + RolloutSchema.migrations + IngestService.migrations))
        let registry = try await FleetRegistry(database: database)
        let policies = PolicyStore(database: database)
        let releases = try await ReleaseStore(
            root: folder.appendingPathComponent("releases").path, database: database, key: SigningKey(kind: .release).verificationKey)
        let director = Director(
            database: database, registry: registry, policies: policies, releaseBaseURL: "http://x", key: SigningKey(kind: .director),
            logger: quiet, publish: { _, _ in })
        let services = PlaneServices(
            name: "test", version: "0", upstreamModel: "model", database: database, registry: registry, policies: policies,
            releases: releases, director: director,
            rollouts: RolloutEngine(
                database: database, registry: registry, releases: releases, policies: policies, director: director, logger: quiet),
            approvals: ApprovalQueue(database: database), metrics: try await FleetMetrics(database: database), isLinked: { false },
            sendCommand: { _, _ in }, writeMetrics: { _ in })
        let server = Server(
            settings: ServerSettings(host: "127.0.0.1", port: 0, operatorToken: Self.token, pageIsPublic: true), services: services,
            logger: quiet)
        let (ports, port) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.application { port.yield($0) }.run() }
            let first = await ports.first { _ in true }
            let number = try #require(first)
            try await body("http://127.0.0.1:\(number)")
            group.cancelAll()
        }
    }

    private func call(
        _ method: Transfer.HTTPRequest.Method, _ url: String, token: String? = Self.token, headers: HTTPHeaders = [:], body: String? = nil
    ) async throws -> (status: Int, text: String) {
        var headers = headers
        if let token { headers.append("Authorization", "Bearer \(token)") }
        let response = try await HTTPTransfer().send(Transfer.HTTPRequest(method, url, headers: headers, body: body.map { Array($0.utf8) }))
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    @Test func asksOperatorsForTheirToken() async throws {
        try await withServer { url in
            for path in ["nodes", "policy", "releases", "rollouts", "approvals", "escalations"] {
                let status1 = try await call(.get, "\(url)/api/v1/\(path)", token: nil).status
                #expect(status1 == 401, "\(path)")
                let status2 = try await call(.get, "\(url)/api/v1/\(path)", token: "wrong").status
                #expect(status2 == 401, "\(path)")
            }
            for path in ["/", "/page.js", "/page.css", "/healthz", "/metrics", "/api/openapi.json", "/api/v1/summary"] {
                let status3 = try await call(.get, url + path, token: nil).status
                #expect(status3 == 200, "\(path)")
            }
            let status4 = try await call(.get, "\(url)/readyz", token: nil).status
            #expect(status4 == 503)
            let status5 = try await call(.get, "\(url)/api/v1/nodes", headers: ["Host": "evil.example"]).status
            #expect(status5 == 403)
            let status6 = try await call(.get, "\(url)/api/v1/nodes", headers: ["Origin": "http://evil.example"]).status
            #expect(status6 == 403)
        }
    }

    @Test func enrolsListsAndRevokesNodes() async throws {
        try await withServer { url in
            let made = try await call(.post, "\(url)/api/v1/nodes", body: #"{"node":"node-1","labels":{"site_name":"lab"}}"#)
            #expect(made.status == 201 && made.text.contains("broker_password"))
            let status7 = try await call(.post, "\(url)/api/v1/nodes", body: #"{"node":"node-1"}"#).status
            #expect(status7 == 409)
            let listed = try await call(.get, "\(url)/api/v1/nodes").text
            #expect(listed.contains(#""site_name":"lab""#) && !listed.contains("broker_password"))
            let revoked = try await call(.delete, "\(url)/api/v1/nodes/node-1").text
            #expect(revoked.contains(#""revoked":true"#))
        }
    }

    @Test(arguments: [
        (Transfer.HTTPRequest.Method.post, "/api/v1/nodes", "", 400), (.post, "/api/v1/nodes", "[1]", 422),
        (.post, "/api/v1/nodes", #"{"node":7}"#, 422),
        (.post, "/api/v1/nodes", "{}", 422), (.post, "/api/v1/nodes", #"{"node":"Bad Name"}"#, 422),
        (.patch, "/api/v1/policy", #"{"threshold":0.5}"#, 409), (.get, "/api/v1/policy", "", 404), (.get, "/api/v1/nothing", "", 404),
        (.get, "/api/v1/rollouts/0", "", 404), (.get, "/api/v1/rollouts/99", "", 404), (.get, "/api/v1/approvals?state=odd", "", 422),
        (.post, "/api/v1/approvals/4/approve", "{}", 404), (.post, "/api/v1/rollouts", #"{"release":"ab"}"#, 404),
        (.put, "/api/v1/releases/xyz/manifest", "x", 422), (.get, "/releases/xyz/manifest", "", 404),
        (.delete, "/releases/xyz/manifest", "", 405),
        (.post, "/api/v1/nodes", String(repeating: "x", count: 300_000), 413),
    ])
    func refusesBadCallsWithAReason(method: Transfer.HTTPRequest.Method, path: String, body: String, status: Int) async throws {
        try await withServer { url in
            let answer = try await call(method, url + path, body: body.isEmpty ? nil : body)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.text.contains(#""error":{"code":""#))
            #expect(!answer.text.contains("Bad Name"))
        }
    }
}
