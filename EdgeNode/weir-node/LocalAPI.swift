import FoundationEssentials
import Transfer

/// Calls the running node's HTTP API, for the verbs that talk to it.
struct LocalAPI {
    let settings: NodeConfiguration
    private let transfer = HTTPTransfer()

    init(_ settings: NodeConfiguration) { self.settings = settings }

    var base: String {
        let host = settings.apiHost == "0.0.0.0" || settings.apiHost == "::" ? "127.0.0.1" : settings.apiHost
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(settings.apiPort)"
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil, timeout: Duration = .seconds(10)
    ) async throws -> HTTPResponse {
        var headers = headers
        if body != nil { headers["content-type"] = "application/json" }
        if let path = settings.tokenFile {
            headers["authorization"] = "Bearer \(try NodeConfiguration.secret(path, key: "api.token_file"))"
        }
        do throws(TransferError) {
            return try await transfer.send(
                HTTPRequest(
                    method, base + path, headers: headers, body: body, timeouts: .init(connect: .seconds(2), total: timeout, stall: nil)))
        } catch {
            throw CommandError("\(base): \(error)")
        }
    }

    func close() { transfer.shutdown() }
}
