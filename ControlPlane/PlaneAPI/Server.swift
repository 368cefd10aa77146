import CPlanePage
import FoundationEssentials
import HTTPTypes
package import Hummingbird
package import Logging
import SQLite
import Telemetry

package struct ServerSettings: Sendable {
    package var host: String
    package var port: Int
    /// Operators present it as a bearer token.
    package var operatorToken: String
    /// The page's figures without a token. Texts and changes always need one.
    package var pageIsPublic: Bool

    package init(host: String, port: Int, operatorToken: String, pageIsPublic: Bool) {
        self.host = host
        self.port = port
        self.operatorToken = operatorToken
        self.pageIsPublic = pageIsPublic
    }

    var isLoopback: Bool { Gate.isLoopbackName(host) }
}

/// The plane's HTTP side: operators' API, releases for nodes, metrics, the page.
package struct Server: Sendable {
    private let settings: ServerSettings
    private let services: PlaneServices
    private let fleet: FleetRoutes
    private let releases: ReleaseRoutes
    private let approvals: ApprovalRoutes
    private let summary: SummaryRoutes
    private let logger: Logger

    package init(settings: ServerSettings, services: PlaneServices, logger: Logger) {
        self.settings = settings
        self.services = services
        self.logger = logger
        fleet = FleetRoutes(services: services)
        releases = ReleaseRoutes(services: services)
        approvals = ApprovalRoutes(services: services)
        summary = SummaryRoutes(services: services)
    }

    /// - Parameter onListening: told the port, once.
    package func application(onListening: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            responder: Responder(server: self),
            // A request that stops half-way, or a connection without one, does not hold its place for ever.
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { await onListening($0.localAddress?.port ?? 0) }, logger: quiet)
    }

    private struct Responder: HTTPResponder {
        let server: Server

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            await server.respond(to: request, context: context)
        }
    }

    func respond(to request: Request, context: BasicRequestContext) async -> Response {
        do {
            let parts = request.uri.path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
            try Gate(settings: settings).admit(request, parts)
            return try await dispatch(request, parts, context)
        } catch {
            let answer = PlaneError(error)
            // Only an error that the API has no words for goes to the log whole; paths and bodies are the caller's text.
            if answer.status == .internalServerError { logger.error("call failed", metadata: ["error": "\(error)"]) }
            return answer.response
        }
    }

    private func dispatch(_ request: Request, _ parts: [String], _ context: BasicRequestContext) async throws -> Response {
        switch (parts.first, parts.count) {
        case (nil, _), ("page.js", 1), ("page.css", 1): return try page(request.uri.path)
        case ("healthz", 1): return JSONOutput.response(["status": "ok"])
        case ("readyz", 1): return await ready()
        case ("metrics", 1): return try await summary.metrics()
        case ("releases", 3...): return try await releases.download(request, Array(parts.dropFirst()), context)
        case ("api", 2) where parts[1] == "openapi.json": return JSONOutput.response(bytes: try Self.asset("/openapi.json").bytes)
        case ("api", 3...) where parts[1] == "v1": return try await dispatchAPI(request, Array(parts.dropFirst(2)), context)
        default: throw PlaneError.notFound
        }
    }

    private func dispatchAPI(_ request: Request, _ parts: [String], _ context: BasicRequestContext) async throws -> Response {
        switch parts[0] {
        case "summary": try await summary.respond(request, parts)
        case "escalations": try await summary.escalations(request, parts)
        case "nodes", "policy": try await fleet.respond(request, parts)
        case "releases", "rollouts": try await releases.respond(request, parts)
        case "approvals": try await approvals.respond(request, parts)
        default: throw PlaneError.notFound
        }
    }

    private func ready() async -> Response {
        let isStored = (try? await services.database.read { try $0.integer("SELECT 1") }) == 1
        let reason: String? = !isStored ? "database" : services.isLinked() ? nil : "broker"
        return JSONOutput.response(
            ["ready": reason == nil ? "true" : "false", "reason": reason ?? "", "version": services.version],
            status: reason == nil ? .ok : .serviceUnavailable)
    }

    private func page(_ path: String) throws -> Response {
        let asset = try Self.asset(path)
        var headers: HTTPFields = [:]
        headers[.contentType] = asset.type
        headers[.cacheControl] = "no-cache"
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "no-referrer" }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }

    private static func asset(_ path: String) throws -> (bytes: [UInt8], type: String) {
        var size = 0
        var type: UnsafePointer<CChar>?
        guard let bytes = weir_plane_page(path.isEmpty ? "/" : path, &size, &type), let type else { throw PlaneError.notFound }
        return (Array(UnsafeRawBufferPointer(start: bytes, count: size)), String(cString: type))
    }
}
