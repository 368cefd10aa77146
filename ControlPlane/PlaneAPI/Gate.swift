import HTTPTypes
import Hummingbird

/// Who may call what. Everything under `/api/v1` needs the operator's token, but for the page's figures where the configuration opens them.
/// Releases are open: they are signed, and nodes have no operator's token. So are health, metrics (numbers), the page's own files.
struct Gate {
    let settings: ServerSettings

    func admit(_ request: Request, _ parts: [String]) throws(PlaneError) {
        let host = request.head.authority ?? ""
        // Without this a web page of another site could reach a loopback plane through a name that resolves to this machine.
        if settings.isLoopback, !Self.isLoopbackName(host) {
            throw PlaneError(.forbidden, "host_not_allowed", "This API answers to a loopback name only.")
        }
        if let origin = request.headers[.origin], origin != "http://\(host)", origin != "https://\(host)" {
            throw PlaneError(.forbidden, "origin_not_allowed", "Calls from other origins are not answered.")
        }
        guard parts.first == "api", parts.count > 1, parts[1] == "v1" else { return }
        if settings.pageIsPublic, request.method == .get, parts == ["api", "v1", "summary"] { return }
        guard isOperator(request) else {
            throw PlaneError(.unauthorized, "token_required", "An operator's bearer token is required.")
        }
    }

    private func isOperator(_ request: Request) -> Bool {
        guard let header = request.headers[.authorization], header.lowercased().hasPrefix("bearer ") else { return false }
        return Self.equal(Array(header.utf8.dropFirst(7)), Array(settings.operatorToken.utf8))
    }

    /// In time that depends on the lengths only.
    private static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count, !right.isEmpty else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    static func isLoopbackName(_ authority: String) -> Bool {
        var name = authority
        if name.hasPrefix("[") {
            name = String(name.dropFirst().prefix { $0 != "]" })
        } else if name.split(separator: ":", omittingEmptySubsequences: false).count == 2 {
            name = String(name.prefix { $0 != ":" })
        }
        let lower = name.lowercased()
        return lower == "localhost" || lower == "::1" || isLoopbackAddress(lower)
    }

    /// 127.x.y.z in numbers; a name such as 127.0.0.1.example.org is none.
    private static func isLoopbackAddress(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    }
}
