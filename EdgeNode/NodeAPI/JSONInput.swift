import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body: size, kind, UTF-8 and depth are checked before anything parses it.
struct JSONInput {
    /// Deeper than any request of ours, shallow enough for any parser's stack.
    static let depthLimit = 32

    let object: [String: JSONValue]

    /// Throws 413, 415 or 400; which says what is wrong, never what was in it.
    init(_ request: Request, limitInBytes: Int) async throws(APIError) {
        // Browsers send other kinds across origins without asking first; JSON they must ask about, and nobody answers.
        let kind = request.headers[.contentType]?.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() }
        guard kind == "application/json" else {
            throw APIError(
                415, "The content type must be application/json.", type: "invalid_request_error", code: "unsupported_media_type")
        }
        guard let bytes = try await Self.body(of: request, limitInBytes: limitInBytes) else { throw APIError.tooLarge(limitInBytes) }
        try self.init(bytes: bytes)
    }

    /// Whether a text as a whole is JSON of bounded depth.
    static func isDocument(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return depth(of: bytes, limit: depthLimit) <= depthLimit && (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) != nil
    }

    /// Read to the end even when it is too large (nil then): a client that writes all before it reads would otherwise never see why.
    private static func body(of request: Request, limitInBytes: Int) async throws(APIError) -> [UInt8]? {
        var bytes: [UInt8] = []
        var size = 0
        do {
            for try await chunk in request.body {
                size += chunk.readableBytes
                if size <= limitInBytes { bytes.append(contentsOf: chunk.readableBytesView) }
                if size > mostDiscardedInBytes { return nil }
            }
        } catch {
            throw APIError.invalid("The body could not be read to its end.", code: "incomplete_body")
        }
        return size <= limitInBytes ? bytes : nil
    }

    /// What more than this comes is not waited for.
    private static let mostDiscardedInBytes = 64 << 20

    init(bytes: [UInt8]) throws(APIError) {
        guard !bytes.isEmpty else { throw APIError.invalid("The body is empty; a JSON object is expected.", code: "empty_body") }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw APIError.invalid("The body is not valid UTF-8.", code: "invalid_utf8")
        }
        guard Self.depth(of: bytes, limit: Self.depthLimit) <= Self.depthLimit else {
            throw APIError.invalid("The body is nested deeper than \(Self.depthLimit) levels.", code: "too_deep")
        }
        let value: JSONValue
        do { value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) } catch {
            throw APIError.invalid("The body is not valid JSON.", code: "invalid_json")
        }
        guard case .object(let object) = value else {
            throw APIError.invalid("The body must be a JSON object, found \(value.typeName).", code: "invalid_json")
        }
        self.object = object
    }

    /// Greatest nesting of brackets outside strings; stops counting past the limit.
    static func depth(of bytes: [UInt8], limit: Int) -> Int {
        var depth = 0
        var greatest = 0
        var isInString = false
        var isEscaped = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                greatest = max(greatest, depth)
                if greatest > limit { return greatest }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return greatest
    }

    // MARK: fields

    /// Refuses a field outside `known`, naming it when its name is harmless.
    func refuseOthers(than known: Set<String>) throws(APIError) {
        for key in object.keys.sorted() where !known.contains(key) {
            let isHarmless = key.utf8.count <= 40 && key.utf8.allSatisfy { (0x61...0x7a).contains($0) || $0 == 0x5f }
            throw APIError.invalid(
                isHarmless ? "Unknown field '\(key)'." : "The body has an unknown field.", param: isHarmless ? key : nil,
                code: "unknown_parameter")
        }
    }

    /// Nil when absent or null.
    func value(_ name: String) -> JSONValue? {
        guard let value = object[name], value != .null else { return nil }
        return value
    }

    func string(_ name: String) throws(APIError) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let text) = value else { throw Self.wrongType(name, "a string", value) }
        return text
    }

    func requiredString(_ name: String) throws(APIError) -> String {
        guard let text = try string(name) else { throw APIError.invalid("'\(name)' is required.", param: name, code: "missing_parameter") }
        return text
    }

    func bool(_ name: String) throws(APIError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .bool(let flag) = value else { throw Self.wrongType(name, "a boolean", value) }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws(APIError) -> Int64? {
        guard let value = value(name) else { return nil }
        guard case .integer(let number) = value else { throw Self.wrongType(name, "an integer", value) }
        guard range.contains(number) else {
            throw APIError.invalid("'\(name)' must be \(range.lowerBound) to \(range.upperBound).", param: name, code: "out_of_range")
        }
        return number
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(APIError) -> Double? {
        guard let value = value(name) else { return nil }
        let number: Double
        switch value {
        case .integer(let integer): number = Double(integer)
        case .number(let double): number = double
        default: throw Self.wrongType(name, "a number", value)
        }
        guard range.contains(number) else {
            throw APIError.invalid("'\(name)' must be \(range.lowerBound) to \(range.upperBound).", param: name, code: "out_of_range")
        }
        return number
    }

    static func wrongType(_ name: String, _ expected: String, _ found: JSONValue) -> APIError {
        .invalid("'\(name)' must be \(expected), found \(found.typeName).", param: name, code: "invalid_type")
    }
}
