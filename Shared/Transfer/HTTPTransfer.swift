/// HTTP requests over libcurl. One thread of its own drives all transfers; callers only suspend.
///
/// The thread starts with the first request and ends with `shutdown`, or when the last reference goes. Connections are kept and used again.
/// Proxies come from the environment (`http_proxy`, `https_proxy`, `no_proxy`), as with curl. Redirects are not followed.
/// A request with a body is sent at most once: nothing is repeated behind the caller's back.
package final class HTTPTransfer: Sendable {
    package struct Settings: Sendable {
        /// Transfers at once; further ones wait their turn in order of arrival.
        package var maximumTransfers: Int
        /// PEM file of trusted authorities instead of the system's.
        package var certificateAuthorityFile: String?
        package var userAgent: String

        package init(maximumTransfers: Int = 16, certificateAuthorityFile: String? = nil, userAgent: String = "weir/1") {
            self.maximumTransfers = maximumTransfers
            self.certificateAuthorityFile = certificateAuthorityFile
            self.userAgent = userAgent
        }
    }

    private let settings: Settings
    private let loop: TransferLoop

    package init(settings: Settings = Settings()) {
        self.settings = settings
        loop = TransferLoop(maximumTransfers: settings.maximumTransfers)
    }

    deinit { loop.stop() }

    /// Ends all transfers with `.closed`; later ones end so at once.
    package func shutdown() { loop.stop() }

    /// Sends the request and collects the answer, of whatever status. Cancelling the task aborts the transfer.
    package func send(_ request: HTTPRequest) async throws(TransferError) -> HTTPResponse {
        let outcome = try await perform { (end) throws(TransferError) in
            try CurlHandle(request, settings: settings, sink: .collect, onEnd: end)
        }
        return HTTPResponse(status: outcome.head.status, headers: outcome.head.headers, body: outcome.body)
    }

    /// Sends the request and returns once the head of the answer is there. Errors after that come out of the body.
    package func stream(_ request: HTTPRequest) async throws(TransferError) -> HTTPStream {
        let buffer = BodyBuffer()
        let first = FirstResult<HTTPHead>()
        let handle = try CurlHandle(
            request, settings: settings, sink: .stream(buffer),
            onHead: { first.resolve(.success($0)) },
            onEnd: { result in
                buffer.finish(result.map { _ in })
                if case .failure(let error) = result { first.resolve(.failure(error)) }
            })
        let loop = loop
        let head = try await withTaskCancellationHandler {
            loop.start(handle)
            return await first.value
        } onCancel: {
            loop.cancel(handle)
        }.get()
        let holder = StreamHolder(loop: loop, handle: handle)
        let body = AsyncThrowingStream<[UInt8], any Error> {
            try await withTaskCancellationHandler {
                try await buffer.next { holder.loop.resume(holder.handle) }
            } onCancel: {
                holder.loop.cancel(holder.handle)
            }
        }
        return HTTPStream(head: head, body: body)
    }

    /// Writes the body of a GET into a file, from byte `offset` of the resource to the same byte of the file.
    ///
    /// With an offset, or a last byte, the request asks for that range. A server that ignores an open range sends everything, and the file
    /// is written from its start; the result says so. A 206 that begins elsewhere throws `.protocolViolation`. Other statuses leave the file as
    /// it is. Bytes are durable (fsync) when this returns; after an error, what was written stays, to resume from.
    /// - Parameters:
    ///   - last: the last byte wanted, inclusive; nil is to the end, and an older, longer file is cut there.
    ///   - progress: called on the transfer's thread with the bytes written so far.
    package func download(
        _ request: HTTPRequest, to path: String, from offset: Int = 0, through last: Int? = nil,
        progress: (@Sendable (Int) -> Void)? = nil
    ) async throws(TransferError) -> HTTPDownload {
        var request = request
        if offset > 0 || last != nil { request.range = ByteRange(first: offset, last: last) }
        let asked = request
        let outcome = try await perform { (end) throws(TransferError) in
            let file = try FileSink(path: path, offset: asked.range?.first ?? 0, isOpenEnded: asked.range?.last == nil)
            do throws(TransferError) {
                return try CurlHandle(asked, settings: settings, sink: .file(file), onProgress: progress, onEnd: end)
            } catch {
                file.closeFile()
                throw error
            }
        }
        return HTTPDownload(
            status: outcome.head.status, headers: outcome.head.headers, firstByte: outcome.firstByte, byteCount: outcome.byteCount,
            refusal: outcome.body)
    }

    private func perform(
        _ make: (@escaping @Sendable (Result<CurlHandle.Outcome, TransferError>) -> Void) throws(TransferError) -> CurlHandle
    ) async throws(TransferError) -> CurlHandle.Outcome {
        let first = FirstResult<CurlHandle.Outcome>()
        let handle = try make { first.resolve($0) }
        let loop = loop
        return try await withTaskCancellationHandler {
            loop.start(handle)
            return await first.value
        } onCancel: {
            loop.cancel(handle)
        }.get()
    }
}

/// Lives as long as the stream or its iterator; then nobody reads any more, and the transfer is aborted.
private final class StreamHolder: Sendable {
    let loop: TransferLoop
    let handle: CurlHandle

    init(loop: TransferLoop, handle: CurlHandle) {
        self.loop = loop
        self.handle = handle
    }

    deinit { loop.cancel(handle) }
}
