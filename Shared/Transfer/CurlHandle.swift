internal import CCurl
internal import Glibc

/// One transfer: sole owner of a `CURL*`, its header list and its request body; receives libcurl's callbacks.
///
/// Safety: once handed to `TransferLoop` it is touched by the loop's thread alone; before that by its maker alone. libcurl calls back on the
/// same thread, inside `curl_multi_perform` or `curl_easy_pause`, with a pointer to this object, which the loop keeps alive until the
/// handle has left the multi.
final class CurlHandle: @unchecked Sendable {
    /// Where the body goes.
    enum Sink {
        case collect
        case stream(BodyBuffer)
        case file(FileSink)
    }

    struct Outcome {
        let head: HTTPHead
        let body: [UInt8]
        /// Of a download.
        let firstByte: Int
        let byteCount: Int
    }

    let easy: UnsafeMutableRawPointer
    private let host: String?
    private let range: ByteRange?
    private let maximumResponseBytes: Int
    private let stallTime: ContinuousClock.Duration?
    private var sink: Sink
    private let onHead: (@Sendable (HTTPHead) -> Void)?
    private let onProgress: (@Sendable (Int) -> Void)?
    private let onEnd: @Sendable (Result<Outcome, TransferError>) -> Void

    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let requestBody: [UInt8]
    private var requestBytesSent = 0
    private let errorText: UnsafeMutablePointer<CChar>

    private var status = 0
    private var headers = HTTPHeaders()
    private var headerBytes = 0
    private var headIsComplete = false
    private var body: [UInt8] = []
    private var received = 0
    private var writes = false
    private var firstByte = 0
    /// Why a callback refused to go on; libcurl itself only knows "write error".
    private var refusal: TransferError?
    private var lastTraffic: (down: curl_off_t, up: curl_off_t) = (0, 0)
    private var lastActivity = ContinuousClock.now
    private var isPaused = false
    private var hasEnded = false
    /// Cancelled before the loop was told to start it: a task may be cancelled before it begins.
    var isCancelledEarly = false

    /// Of all header lines together. libcurl 7.88 bounds a line, not their number.
    private static let maximumHeaderBytes = 256 << 10
    /// Of the body kept from a download's refusal.
    private static let maximumRefusalBytes = 64 << 10

    /// Throws `.invalidRequest` for a URL, header or range that cannot be sent; `.other` when libcurl has no memory.
    init(
        _ request: HTTPRequest, settings: HTTPTransfer.Settings, sink: Sink, onHead: (@Sendable (HTTPHead) -> Void)? = nil,
        onProgress: (@Sendable (Int) -> Void)? = nil, onEnd: @escaping @Sendable (Result<Outcome, TransferError>) -> Void
    ) throws(TransferError) {
        host = try Self.checkedHost(request.url)
        guard request.headers.areSendable else {
            throw TransferError(.invalidRequest, host: host, message: "a header name or value cannot be sent")
        }
        guard let easy = curl_easy_init() else { throw TransferError(.other, host: host, message: "curl_easy_init failed") }
        self.easy = easy
        range = request.range
        maximumResponseBytes = request.maximumResponseBytes
        stallTime = request.timeouts.stall
        requestBody = request.body ?? []
        self.sink = sink
        self.onHead = onHead
        self.onProgress = onProgress
        self.onEnd = onEnd
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        configure(request, settings)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorText.deallocate()
        if case .file(let file) = sink { file.closeFile() }
    }

    // MARK: Set-up

    /// The URL's host, by libcurl's own parser: what passes here is what will be connected to.
    private static func checkedHost(_ url: String) throws(TransferError) -> String? {
        let parts = curl_url()
        defer { curl_url_cleanup(parts) }
        func part(_ which: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_get(parts, which, &text, 0) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        guard !url.utf8.contains(0), curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK else {
            throw TransferError(.invalidRequest, message: "malformed URL")
        }
        let host = part(CURLUPART_HOST)
        guard let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https" else {
            throw TransferError(.invalidRequest, host: host, message: "the scheme is neither http nor https")
        }
        return host
    }

    private func configure(_ request: HTTPRequest, _ settings: HTTPTransfer.Settings) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        weir_curl_set_string(easy, CURLOPT_URL, request.url)
        weir_curl_set_string(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        weir_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
        weir_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        weir_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        weir_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        weir_curl_set_string(easy, CURLOPT_USERAGENT, settings.userAgent)
        if let file = settings.certificateAuthorityFile { weir_curl_set_string(easy, CURLOPT_CAINFO, file) }
        weir_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)

        weir_curl_set_data_function(easy, CURLOPT_HEADERFUNCTION, Self.headerCallback)
        weir_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
        weir_curl_set_data_function(easy, CURLOPT_WRITEFUNCTION, Self.writeCallback)
        weir_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        weir_curl_set_long(easy, CURLOPT_NOPROGRESS, 0)
        weir_curl_set_progress(easy, Self.progressCallback)
        weir_curl_set_pointer(easy, CURLOPT_XFERINFODATA, context)

        weir_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, request.timeouts.connect.milliseconds))
        if let total = request.timeouts.total { weir_curl_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, total.milliseconds)) }

        switch request.method {
        case .get: break
        case .head: weir_curl_set_long(easy, CURLOPT_NOBODY, 1)
        case .post, .put, .patch, .delete: weir_curl_set_string(easy, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        if request.body != nil || request.method == .post { sendBody() }
        // Without this libcurl waits up to a second for "100 Continue" before a body past 1 MB.
        headerList = curl_slist_append(nil, "Expect:")
        if request.headers["Content-Type"] == nil { headerList = curl_slist_append(headerList, "Content-Type:") }
        if let range { headerList = curl_slist_append(headerList, "Range: \(range.header)") }
        for field in request.headers.fields {
            // "Name;" is libcurl's form of a field with an empty value; "Name:" would remove the field.
            headerList = curl_slist_append(headerList, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        weir_curl_set_list(easy, CURLOPT_HTTPHEADER, headerList)
    }

    private func sendBody() {
        weir_curl_set_long(easy, CURLOPT_POST, 1)
        weir_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(requestBody.count))
        // Read by callback and without a way to rewind: when a kept connection dies before the answer, libcurl sends a request again unasked,
        // and a request with a body may be one that is billed. This way it reports CURLE_SEND_FAIL_REWIND once body bytes have left.
        weir_curl_set_data_function(easy, CURLOPT_READFUNCTION, Self.readCallback)
        weir_curl_set_pointer(easy, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    // MARK: Life on the loop's thread

    /// The clock of the stall time starts.
    func start() { lastActivity = .now }

    /// The moment at which silence becomes a stall; nil while paused or without a limit.
    var stallDeadline: ContinuousClock.Instant? {
        guard let stallTime, !isPaused else { return nil }
        return lastActivity + stallTime
    }

    func resume() {
        guard isPaused, !hasEnded else { return }
        isPaused = false
        lastActivity = .now
        // Calls the write callback with what libcurl holds, which may pause again.
        weir_curl_resume(easy)
    }

    /// libcurl's result, after the handle has left the multi.
    func end(_ result: CURLcode) {
        if let refusal { return end(.failure(refusal)) }
        guard result == CURLE_OK else {
            let text = String(cString: errorText)
            let message = text.isEmpty ? String(cString: curl_easy_strerror(result)) : text
            var preTransfer: curl_off_t = 0
            weir_curl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &preTransfer)
            let code = TransferError.Code(result, message: message, wasConnected: preTransfer > 0)
            return end(.failure(TransferError(code, host: host, message: message, curlCode: result.rawValue)))
        }
        // libcurl takes a connection that closes within the head for a whole answer.
        guard headIsComplete else { return end(.cut, "the connection closed within the head of the answer") }
        do throws(TransferError) {
            if case .file(let file) = sink, writes { try file.finish() }
        } catch {
            return end(.failure(error))
        }
        let head = HTTPHead(status: status, headers: headers)
        end(.success(Outcome(head: head, body: body, firstByte: firstByte, byteCount: writes ? received : 0)))
    }

    /// Ends the transfer from our side.
    func end(_ code: TransferError.Code, _ message: String) { end(.failure(TransferError(code, host: host, message: message))) }

    private func end(_ result: Result<Outcome, TransferError>) {
        guard !hasEnded else { return }
        hasEnded = true
        onEnd(result)
    }

    private func violation(_ message: String) -> TransferError { TransferError(.protocolViolation, host: host, message: message) }

    // MARK: Callbacks

    private static let headerCallback: weir_curl_data_function = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().receiveHeader(line) ? size * count : 0
    }

    private static let writeCallback: weir_curl_data_function = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().receive(piece)
    }

    private static let readCallback: weir_curl_data_function = { bytes, size, count, context in
        guard let context, let bytes else { return 0 }
        let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
        return Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().fill(room)
    }

    private static let progressCallback: weir_curl_progress_function = { context, _, downloaded, _, uploaded in
        guard let context else { return 1 }
        Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().noteTraffic(downloaded, uploaded)
        return 0
    }

    private func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let part = requestBody[requestBytesSent...].prefix(room.count)
        room.copyBytes(from: part)
        requestBytesSent += part.count
        return part.count
    }

    private func noteTraffic(_ down: curl_off_t, _ up: curl_off_t) {
        guard lastTraffic != (down, up) else { return }
        lastTraffic = (down, up)
        lastActivity = .now
    }

    /// One line of the head, or of trailers after the body. False ends the transfer.
    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        lastActivity = .now
        headerBytes += line.count
        guard headerBytes <= Self.maximumHeaderBytes else {
            refusal = violation("more than \(Self.maximumHeaderBytes) bytes of header lines")
            return false
        }
        // Trailers are read over.
        if headIsComplete { return true }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            headers = HTTPHeaders()
            return true
        }
        let content = text.drop(while: { $0 == "\r\n" || $0 == "\n" || $0 == "\r" })
        if content.isEmpty { return completeHead() }
        guard let colon = content.firstIndex(of: ":") else { return true }
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r\n" || $0 == "\n" || $0 == "\r" }
        var value = content[content.index(after: colon)...].drop(while: isBlank)
        while let last = value.last, isBlank(last) { value.removeLast() }
        headers.append(String(content[..<colon]), String(value))
        return true
    }

    private func completeHead() -> Bool {
        var code = 0
        weir_curl_get_long(easy, CURLINFO_RESPONSE_CODE, &code)
        // Interim answers (100, 103) come before the real one.
        guard code >= 200 else { return true }
        status = code
        headIsComplete = true
        if case .file(var file) = sink {
            do throws(TransferError) { try acceptDownload(&file) } catch {
                refusal = error
                return false
            }
            sink = .file(file)
        } else if let length = headers["Content-Length"].flatMap({ Int($0) }), length > maximumResponseBytes {
            refusal = tooLarge()
            return false
        }
        onHead?(HTTPHead(status: status, headers: headers))
        return true
    }

    /// Whether and where this answer may be written: 206 must begin where it was asked to, 200 is the whole from the start.
    private func acceptDownload(_ file: inout FileSink) throws(TransferError) {
        firstByte = range?.first ?? 0
        switch status {
        case 206:
            guard let range, let from = Self.firstByte(ofContentRange: headers["Content-Range"] ?? ""), from == range.first else {
                throw violation("Content-Range does not begin at the byte asked for")
            }
            writes = true
        case 200:
            guard range?.last == nil else { throw violation("the server ignores Range") }
            firstByte = 0
            file.startOver()
            writes = true
        default: break
        }
    }

    /// `bytes 200-1000/67589` gives 200.
    static func firstByte(ofContentRange value: String) -> Int? {
        guard value.hasPrefix("bytes ") else { return nil }
        let digits = value.dropFirst(6).prefix { ("0"..."9").contains($0) }
        guard value.dropFirst(6 + digits.count).first == "-" else { return nil }
        return Int(digits)
    }

    private func tooLarge() -> TransferError {
        TransferError(.tooLarge, host: host, message: "the answer is longer than \(maximumResponseBytes) bytes")
    }

    /// The number of bytes taken; fewer end the transfer, and libcurl's pause code keeps them for later.
    private func receive(_ piece: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        switch sink {
        case .stream(let buffer):
            guard received + piece.count <= maximumResponseBytes else { return refuse(tooLarge()) }
            guard buffer.append(piece) else {
                isPaused = true
                return Int(CURL_WRITEFUNC_PAUSE)
            }
        case .file(var file) where writes:
            guard received + piece.count <= maximumResponseBytes else { return refuse(tooLarge()) }
            do throws(TransferError) { try file.write(piece) } catch { return refuse(error) }
            sink = .file(file)
            onProgress?(received + piece.count)
        case .file:
            body += piece.prefix(max(0, Self.maximumRefusalBytes - body.count))
        case .collect:
            guard received + piece.count <= maximumResponseBytes else { return refuse(tooLarge()) }
            body += piece
        }
        received += piece.count
        return piece.count
    }

    private func refuse(_ error: TransferError) -> Int {
        refusal = error
        return 0
    }
}

extension Duration {
    /// Whole milliseconds, rounded down, at most what fits 32 bits.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return seconds > Int64(Int32.max) / 1000 ? Int(Int32.max) : Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
