import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Writes and reads the API's JSON. Keys are snake case, as in the contract.
enum JSONOutput {
    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        do {
            return response(bytes: [UInt8](try encoder.encode(value)), status: status, headers: headers)
        } catch {
            // Our own types with finite numbers always encode.
            preconditionFailure("a response does not encode: \(error)")
        }
    }

    static func response(bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// - Parameter limit: bytes; more is refused with 413.
    static func body<Value: Decodable>(_ request: Request, limit: Int = 256 << 10) async throws -> Value {
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: limit) } catch is NIOTooManyBytesError {
            throw PlaneError(.contentTooLarge, "too_large", "The body is larger than \(limit) bytes.")
        }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(buffer.readableBytesView))
        } catch let DecodingError.typeMismatch(_, context), let DecodingError.valueNotFound(_, context) {
            throw PlaneError(.unprocessableContent, "wrong_type", "'\(path(context))' has the wrong type.")
        } catch let DecodingError.keyNotFound(key, _) {
            throw PlaneError(.unprocessableContent, "missing_field", "'\(key.stringValue)' is required.")
        } catch {
            throw PlaneError(.badRequest, "invalid_json", "The body is not the JSON object this call takes.")
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.map { String($0.stringValue.prefix(40)) }.joined(separator: ".")
    }
}
