import Contract
import Dispatch
import Fleet
import HTTPTypes
import Hummingbird
import NIOCore
import Rollouts

/// `/api/v1/releases`, `/api/v1/rollouts`, and `/releases/...` where nodes fetch from.
struct ReleaseRoutes: Sendable {
    let services: PlaneServices
    private let files = FileIO()

    init(services: PlaneServices) { self.services = services }

    func respond(_ request: Request, _ parts: [String]) async throws -> Response {
        switch (request.method, parts[0], parts.count) {
        case (.get, "releases", 1):
            return JSONOutput.response(API.Releases(releases: services.releases.all().map(describe)))
        case (.get, "releases", 2): return JSONOutput.response(describe(try services.releases.find(parts[1])))
        case (.put, "releases", 3) where parts[2] == "manifest": return try await begin(try release(parts[1]), request)
        case (.put, "releases", 4...) where parts[2] == "files":
            return try await upload(try release(parts[1]), parts[3...].joined(separator: "/"), request)
        case (.get, "rollouts", 1):
            let limit = min(200, max(1, request.uri.queryParameters.get("limit").flatMap { Int($0) } ?? 20))
            return JSONOutput.response(API.Rollouts(rollouts: try await services.rollouts.history(limit: limit).map { API.Rollout($0) }))
        case (.post, "rollouts", 1): return try await start(try await JSONOutput.body(request))
        case (.get, "rollouts", 2): return JSONOutput.response(API.Rollout(try await services.rollouts.record(try number(parts[1]))))
        case (.post, "rollouts", 3) where parts[2] == "abort":
            return JSONOutput.response(API.Rollout(try await services.rollouts.abort(try number(parts[1]))))
        default: throw PlaneError.notFound
        }
    }

    private func describe(_ record: ReleaseStore.Record) -> API.Release {
        let running = services.registry.active().count { $0.reported?.releaseID == record.id.rawValue }
        return API.Release(record, missing: services.releases.missing(record), nodes: running)
    }

    private func release(_ text: String) throws -> ReleaseID {
        guard let id = ReleaseID(text) else {
            throw PlaneError(.unprocessableContent, "invalid_release", "A release is named by 64 lower-case hexadecimal digits.")
        }
        return id
    }

    private func number(_ text: String) throws -> Int64 {
        guard let number = Int64(text), number > 0 else { throw PlaneError.notFound }
        return number
    }

    // MARK: upload

    private func begin(_ id: ReleaseID, _ request: Request) async throws -> Response {
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: ReleaseStore.largestManifestInBytes) } catch is NIOTooManyBytesError {
            throw PlaneError(.contentTooLarge, "too_large", "A manifest has at most \(ReleaseStore.largestManifestInBytes) bytes.")
        }
        let record = try await services.releases.begin(id, document: Array(buffer.readableBytesView))
        return JSONOutput.response(describe(record), status: .created)
    }

    private func upload(_ id: ReleaseID, _ path: String, _ request: Request) async throws -> Response {
        guard let upload = try services.releases.upload(id, path: path) else {
            return JSONOutput.response(describe(try await services.releases.completeIfWhole(id)))
        }
        for try await buffer in request.body { try upload.write(Array(buffer.readableBytesView)) }
        // The fsync of a model takes its time; it is not taken from the threads that serve.
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async { continuation.resume(with: Result { try upload.finish() }) }
        }
        return JSONOutput.response(describe(try await services.releases.completeIfWhole(id)), status: .created)
    }

    // MARK: rollouts

    private func start(_ start: API.RolloutStart) async throws -> Response {
        let record = try services.releases.find(start.release)
        if let limit = start.limit, limit < 1 {
            throw PlaneError(.unprocessableContent, "invalid_limit", "'limit' is 1 or more.")
        }
        let plan = RolloutPlan(release: record.id, selector: start.labels ?? [:], limit: start.limit)
        return JSONOutput.response(API.Rollout(try await services.rollouts.start(plan)), status: .created)
    }

    // MARK: download

    /// `<id>/manifest` and `<id>/files/<path>`, whole or one range (RFC 9110, section 14). Immutable, so any cache may keep them.
    func download(_ request: Request, _ parts: [String], _ context: BasicRequestContext) async throws -> Response {
        guard request.method == .get || request.method == .head else {
            throw PlaneError(.methodNotAllowed, "method_not_allowed", "Use GET or HEAD.")
        }
        guard let id = ReleaseID(parts[0]) else { throw PlaneError.notFound }
        let path: String
        let size: UInt64
        if parts.count == 2, parts[1] == "manifest" {
            let document = try services.releases.manifest(id)
            return respond(request, bytes: document, id: id)
        } else if parts.count > 2, parts[1] == "files" {
            (path, size) = try services.releases.file(id, path: parts[2...].joined(separator: "/"))
        } else {
            throw PlaneError.notFound
        }
        var headers = Self.headers(tag: "\(id)/\(parts[2...].joined(separator: "/"))")
        let whole = HTTPRange(first: 0, last: Int(size) - 1)
        switch HTTPRange.parse(request.headers[.range], size: Int(size)) {
        case .none:
            headers[.contentLength] = String(size)
            return Response(
                status: .ok, headers: headers,
                body: request.method == .head || size == 0
                    ? ResponseBody() : try await files.loadFile(path: path, range: whole.first...whole.last, context: context))
        case .satisfiable(let range):
            headers[.contentRange] = "bytes \(range.first)-\(range.last)/\(size)"
            headers[.contentLength] = String(range.last - range.first + 1)
            return Response(
                status: .partialContent, headers: headers,
                body: request.method == .head
                    ? ResponseBody() : try await files.loadFile(path: path, range: range.first...range.last, context: context))
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            return Response(status: .rangeNotSatisfiable, headers: headers)
        }
    }

    private func respond(_ request: Request, bytes: [UInt8], id: ReleaseID) -> Response {
        var headers = Self.headers(tag: "\(id)/manifest")
        headers[.contentLength] = String(bytes.count)
        return Response(
            status: .ok, headers: headers, body: request.method == .head ? ResponseBody() : .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func headers(tag: String) -> HTTPFields {
        var headers: HTTPFields = [:]
        headers[.contentType] = "application/octet-stream"
        headers[.acceptRanges] = "bytes"
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        headers[.eTag] = "\"\(tag)\""
        return headers
    }
}

/// One byte range of a resource, both ends inclusive.
struct HTTPRange: Equatable {
    let first: Int
    let last: Int

    enum Parsed: Equatable {
        /// No range, or one of a form that may be ignored: everything is sent.
        case none
        case satisfiable(HTTPRange)
        case unsatisfiable
    }

    /// RFC 9110, section 14.1.2. Several ranges at once are answered with everything, as the standard allows.
    static func parse(_ header: String?, size: Int) -> Parsed {
        guard let header, header.hasPrefix("bytes=") else { return .none }
        let text = header.dropFirst(6)
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, !text.contains(","), ends.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
            return .none
        }
        if ends[0].isEmpty {
            guard let suffix = Int(ends[1]) else { return .none }
            return suffix == 0 || size == 0 ? .unsatisfiable : .satisfiable(HTTPRange(first: max(0, size - suffix), last: size - 1))
        }
        guard let first = Int(ends[0]) else { return .none }
        let last = ends[1].isEmpty ? size - 1 : Int(ends[1]) ?? size - 1
        if !ends[1].isEmpty, last < first { return .none }
        return first < size ? .satisfiable(HTTPRange(first: first, last: min(last, size - 1))) : .unsatisfiable
    }
}
