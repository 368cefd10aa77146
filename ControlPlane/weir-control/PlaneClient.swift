import FoundationEssentials
import Transfer

/// The plane's API from outside.
struct PlaneClient: Sendable {
    private let baseURL: String
    private let token: String
    private let transfer = HTTPTransfer()

    init(baseURL: String, token: String) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.token = token
    }

    /// An answer, decoded and as it came.
    struct Answer<Value: Sendable>: Sendable {
        let value: Value
        let json: [UInt8]
    }

    private struct Refusal: Decodable {
        struct Content: Decodable {
            let code: String
            let message: String
        }

        let error: Content
    }

    func get<Value: Decodable & Sendable>(_ path: String, as type: Value.Type = Value.self) async throws -> Answer<Value> {
        try await call(.get, path, body: nil)
    }

    func send<Value: Decodable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, _ body: (any Encodable & Sendable)? = nil, as type: Value.Type = Value.self
    ) async throws -> Answer<Value> {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return try await call(method, path, body: try body.map { Array(try encoder.encode($0)) })
    }

    func call<Value: Decodable & Sendable>(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8]?, contentType: String = "application/json",
        timeouts: HTTPRequest.Timeouts = .init()
    ) async throws -> Answer<Value> {
        var headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
        if body != nil { headers.append("Content-Type", contentType) }
        let response: HTTPResponse
        do {
            response = try await transfer.send(HTTPRequest(method, baseURL + path, headers: headers, body: body, timeouts: timeouts))
        } catch {
            throw Failure("the plane at \(baseURL) does not answer: \(error.message)")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard (200..<300).contains(response.status) else {
            let refusal = try? decoder.decode(Refusal.self, from: Data(response.body))
            throw Failure(refusal.map { "\($0.error.message) [\($0.error.code)]" } ?? "the plane answered HTTP \(response.status)")
        }
        do {
            return Answer(value: try decoder.decode(Value.self, from: Data(response.body)), json: response.body)
        } catch {
            throw Failure("the answer of \(baseURL) is not this version's API")
        }
    }

    static func escape(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
