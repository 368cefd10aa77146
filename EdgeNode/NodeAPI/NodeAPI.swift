import CNodePage
import Contract
import FoundationEssentials
import HTTPTypes
package import Hummingbird
import Inference
package import Logging
import Metering
package import Pipeline
import Routing

package struct NodeAPISettings: Sendable {
    package var host: String
    /// 0: any free one.
    package var port: Int
    /// Every call but the page, health, readiness and metrics must carry it as a bearer token. Nil: none asked for.
    package var token: String?
    package var answerWait: Duration
    package var models: ModelList
    /// How long a conversation of `/v1/mask` is kept after its last call.
    package var conversationLife: Duration

    package init(
        host: String = "127.0.0.1", port: Int = 8095, token: String? = nil, answerWait: Duration = .seconds(30), models: ModelList,
        conversationLife: Duration = .seconds(600)
    ) {
        self.host = host
        self.port = port
        self.token = token
        self.answerWait = answerWait
        self.models = models
        self.conversationLife = conversationLife
    }

    /// Reachable from this machine alone.
    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// What `/readyz` and `/metrics` tell beside the counts.
package struct NodeFacts: Sendable {
    package var node: String
    package var version: String
    /// In words: connecting, proving, waiting for the plane, up.
    package var link: @Sendable () -> String

    package init(node: String, version: String, link: @escaping @Sendable () -> String) {
        self.node = node
        self.version = version
        self.link = link
    }
}

/// The node's HTTP API. `respond(to:)` is everything; the server around it is Hummingbird's.
package struct NodeAPI: Sendable {
    let settings: NodeAPISettings
    let pipeline: RequestPipeline
    let facts: NodeFacts
    let logger: Logger
    private let chat: ChatRoute
    private let embeddings: EmbeddingsRoute
    private let local: LocalRoutes
    private let masking: MaskRoutes
    private let requests: RequestsRoute

    package init(settings: NodeAPISettings, pipeline: RequestPipeline, facts: NodeFacts, logger: Logger) {
        self.settings = settings
        self.pipeline = pipeline
        self.facts = facts
        self.logger = logger
        // The text may be written as \u escapes, six bytes for one; beside it stand names and numbers.
        let limit = pipeline.textLimitInBytes * 6 + 16_384
        chat = ChatRoute(pipeline: pipeline, models: settings.models, bodyLimitInBytes: limit, answerWait: settings.answerWait)
        embeddings = EmbeddingsRoute(pipeline: pipeline, models: settings.models, bodyLimitInBytes: limit)
        local = LocalRoutes(pipeline: pipeline, bodyLimitInBytes: limit)
        masking = MaskRoutes(
            pipeline: pipeline, conversations: Conversations(life: settings.conversationLife), bodyLimitInBytes: limit)
        requests = RequestsRoute(pipeline: pipeline)
    }

    /// - Parameter onListening: told the port, once.
    package func application(onListening: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return Application(
            responder: Responder(api: self),
            // A request that stops half-way, or a connection without one, does not hold its place for ever.
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: .init(address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { await onListening($0.localAddress?.port ?? 0) }, logger: quiet)
    }

    private struct Responder: HTTPResponder {
        let api: NodeAPI

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response { await api.respond(to: request) }
    }

    // MARK: dispatch

    package func respond(to request: Request) async -> Response {
        do throws(APIError) {
            try Gate(settings: settings).admit(request)
            return try await dispatch(request)
        } catch {
            if error.status < 500 { pipeline.countRejected() }
            // The path is the caller's text too; the code is ours.
            logger.debug("request refused", metadata: ["status": "\(error.status)", "code": "\(error.code ?? error.type)"])
            return error.response
        }
    }

    private func dispatch(_ request: Request) async throws(APIError) -> Response {
        let path = request.uri.path
        switch (request.method, path) {
        case (.post, "/v1/chat/completions"): return try await chat.respond(to: request)
        case (.post, "/v1/embeddings"): return try await embeddings.respond(to: request)
        case (.post, "/v1/classify"): return try await local.classify(request)
        case (.post, "/v1/mask"): return try await masking.mask(request)
        case (.post, "/v1/restore"): return try await masking.restore(request)
        case (.delete, _) where path.hasPrefix(Self.conversations): return try masking.end(String(path.dropFirst(Self.conversations.count)))
        case (.delete, _) where Self.requestOfMap(path) != nil: return try await requests.deleteMap(of: Self.requestOfMap(path) ?? "")
        case (.get, "/v1/models"): return models()
        case (.get, "/v1/requests"): return try await requests.list(limit: request.uri.queryParameters.get("limit"))
        case (.get, "/healthz"): return JSONOutput.response(["status": "ok"])
        case (.get, "/readyz"): return ready()
        case (.get, "/metrics"): return metrics()
        case (.get, "/"), (.get, "/page.js"), (.get, "/page.css"): return try page(path)
        case (.get, _) where path.hasPrefix("/v1/models/"): return try model(String(path.dropFirst("/v1/models/".count)))
        case (.get, _) where path.hasPrefix("/v1/requests/") && Self.requestOfMap(path) == nil:
            return try await requests.one(String(path.dropFirst("/v1/requests/".count)))
        default:
            if let methods = Self.methods(of: path) {
                var error = APIError(405, "Use \(methods).", type: "invalid_request_error", code: "method_not_allowed")
                error.retryAfter = nil
                throw error
            }
            throw APIError(404, "There is nothing at this path.", type: "invalid_request_error", code: "not_found")
        }
    }

    private static func methods(of path: String) -> String? {
        switch path {
        case "/v1/chat/completions", "/v1/embeddings", "/v1/classify", "/v1/mask", "/v1/restore": "POST"
        case "/v1/models", "/v1/requests", "/healthz", "/readyz", "/metrics", "/", "/page.js", "/page.css": "GET"
        default: path.hasPrefix(conversations) || requestOfMap(path) != nil ? "DELETE" : nil
        }
    }

    /// The id in `/v1/requests/{id}/map`.
    private static func requestOfMap(_ path: String) -> String? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 5 && path.hasPrefix("/v1/requests/") && parts[4] == "map" ? String(parts[3]) : nil
    }

    private static let conversations = "/v1/conversations/"

    /// Forgets the conversations of `/v1/mask` whose time is over.
    package func clear() { masking.conversations.clear() }

    // MARK: small routes

    private struct Model: Encodable {
        var id: String
        var object = "model"
        var created: Int64
        var owned_by: String
    }

    private struct Models: Encodable {
        var object = "list"
        var data: [Model]
    }

    private func describe(_ name: String) -> Model {
        let created = (pipeline.serving.current.release?.manifest.createdUnixMs ?? 0) / 1000
        return Model(
            id: name, created: created, owned_by: settings.models.upstreams.contains(name) || name == "upstream" ? "upstream" : "weir")
    }

    private func models() -> Response { JSONOutput.response(Models(data: settings.models.all.map(describe))) }

    private func model(_ name: String) throws(APIError) -> Response {
        guard settings.models.all.contains(name) else { throw APIError.unknownModel }
        return JSONOutput.response(describe(name))
    }

    private struct Readiness: Encodable {
        var ready: Bool
        var reason: String?
        var node: String
        var version: String
        var link: String
        var release: String?
        var workflow: String?
        var policy_version: UInt64
        var kernel_table: String?
    }

    private func ready() -> Response {
        let active = pipeline.serving.current
        let reason: String? = pipeline.draining ? "draining" : (active.release == nil ? "no release" : nil)
        return JSONOutput.response(
            Readiness(
                ready: reason == nil, reason: reason, node: facts.node, version: facts.version, link: facts.link(),
                release: active.release?.id.rawValue, workflow: active.release?.manifest.workflow, policy_version: active.policy.version,
                kernel_table: active.release?.encoder.kernelTableName),
            status: reason == nil ? .ok : .serviceUnavailable)
    }

    private func metrics() -> Response {
        let active = pipeline.serving.current
        var known = NodeMeter.Facts()
        known.version = facts.version
        known.kernelTable = active.release?.encoder.kernelTableName ?? ""
        known.linkIsUp = pipeline.linkUp
        known.policyVersion = active.policy.version
        known.releaseCounter = active.release?.manifest.counter ?? 0
        known.intents = active.release?.bundle.intents.map(\.name) ?? []
        var headers: HTTPFields = [:]
        headers[.contentType] = NodeMeter.contentType
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: pipeline.meter.prometheusText(known))))
    }

    private func page(_ path: String) throws(APIError) -> Response {
        var size = 0
        var type: UnsafePointer<CChar>?
        guard let bytes = weir_node_page(path, &size, &type), let type else {
            throw APIError(404, "There is nothing at this path.", type: "invalid_request_error", code: "not_found")
        }
        var headers: HTTPFields = [:]
        headers[.contentType] = String(cString: type)
        headers[.cacheControl] = "no-cache"
        headers[.contentSecurityPolicy] =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        headers[.xContentTypeOptions] = "nosniff"
        headers[.referrerPolicy] = "no-referrer"
        return Response(
            status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: UnsafeRawBufferPointer(start: bytes, count: size))))
    }
}
