internal import CCurl

/// Why a transfer gave no whole answer. Names the host only: paths and queries may hold what must not be logged.
package struct TransferError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, Equatable {
        /// The request cannot be sent as it is: URL, scheme, header or range.
        case invalidRequest
        /// No connection: name not found, refused, unreachable, or not up within the connect time-out.
        case connect
        case tls
        /// The total time ran out.
        case timeout
        /// No byte either way for longer than the stall time.
        case stalled
        /// The connection ended before the answer did, or before it began.
        case cut
        /// The answer breaks HTTP, or the range asked for.
        case protocolViolation
        /// The answer is longer than the request allows.
        case tooLarge
        /// The local file could not be opened or written.
        case file
        case cancelled
        /// The `HTTPTransfer` was shut down.
        case closed
        case other
    }

    package let code: Code
    /// Nil where the URL has none.
    package let host: String?
    /// libcurl's text, or ours.
    package let message: String
    /// libcurl's result; 0 where the refusal is ours.
    package let curlCode: UInt32

    package init(_ code: Code, host: String? = nil, message: String, curlCode: UInt32 = 0) {
        self.code = code
        self.host = host
        self.message = message
        self.curlCode = curlCode
    }

    package var description: String {
        "transfer \(code.rawValue)\(host.map { " (\($0))" } ?? ""): \(message)\(curlCode == 0 ? "" : " [curl \(curlCode)]")"
    }
}

extension TransferError.Code {
    /// `wasConnected` tells a connect time-out from the others: libcurl has one code for all.
    init(_ result: CURLcode, message: String, wasConnected: Bool) {
        switch result {
        case CURLE_URL_MALFORMAT: self = .invalidRequest
        // The scheme was checked before, so this is an answer that is no HTTP/1 or later.
        case CURLE_UNSUPPORTED_PROTOCOL: self = .protocolViolation
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY: self = .connect
        case CURLE_OPERATION_TIMEDOUT: self = wasConnected ? .timeout : .connect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED, CURLE_SSL_CLIENTCERT:
            self = .tls
        // A broken chunk header is reported as a receive error; only the text tells.
        case CURLE_RECV_ERROR where message.contains("chunk"): self = .protocolViolation
        // The last: a kept connection died before the answer, and a request with a body is not sent twice.
        case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND: self = .cut
        case CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3, CURLE_BAD_CONTENT_ENCODING, CURLE_RANGE_ERROR:
            self = .protocolViolation
        case CURLE_FILESIZE_EXCEEDED: self = .tooLarge
        default: self = .other
        }
    }
}
