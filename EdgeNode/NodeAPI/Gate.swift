import HTTPTypes
import Hummingbird

/// Who may call. Without a token the loopback address is the only wall, so what a web page of another site could do through the owner's
/// browser is closed: names that resolve to this machine (the `Host` check), and calls across origins.
struct Gate {
    let settings: NodeAPISettings

    func admit(_ request: Request) throws(APIError) {
        let host = request.head.authority ?? ""
        if settings.isLoopback, !Self.isLoopbackName(host) {
            throw APIError(
                403, "This API answers to a loopback name only.", type: "invalid_request_error", code: "host_not_allowed")
        }
        if let origin = request.headers[.origin], origin != "http://\(host)", origin != "https://\(host)" {
            throw APIError(403, "Calls from other origins are not answered.", type: "invalid_request_error", code: "origin_not_allowed")
        }
        guard let token = settings.token, !Self.isOpen(request.uri.path) else { return }
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer "),
            Self.equal(Array(header.utf8.dropFirst(7)), Array(token.utf8))
        else {
            throw APIError(401, "A valid bearer token is required.", type: "authentication_error", code: "invalid_api_key")
        }
    }

    /// The page holds nothing; the others hold numbers.
    private static func isOpen(_ path: String) -> Bool {
        ["/", "/page.js", "/page.css", "/healthz", "/readyz", "/metrics"].contains(path)
    }

    static func isLoopbackName(_ authority: String) -> Bool {
        var name = authority[...]
        if name.hasPrefix("["), let end = name.firstIndex(of: "]") {
            name = name[name.index(after: name.startIndex)..<end]
        } else if let colon = name.lastIndex(of: ":") {
            name = name[..<colon]
        }
        let lower = name.lowercased()
        return lower == "localhost" || lower == "::1" || isLoopbackAddress(lower)
    }

    /// 127.x.y.z in numbers; a name such as 127.0.0.1.example.org is none.
    private static func isLoopbackAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    }

    /// Takes the same time wherever they differ.
    private static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
