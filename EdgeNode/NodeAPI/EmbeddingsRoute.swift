import FoundationEssentials
import Hummingbird
import Pipeline
import Routing

/// `POST /v1/embeddings`.
struct EmbeddingsRoute: Sendable {
    let pipeline: RequestPipeline
    let models: ModelList
    let bodyLimitInBytes: Int

    /// As many as OpenAI takes.
    static let inputLimit = 2_048

    func respond(to request: Request) async throws(APIError) -> Response {
        let input = try await JSONInput(request, limitInBytes: bodyLimitInBytes)
        try input.refuseOthers(than: ["model", "input", "encoding_format", "dimensions", "user"])
        let model = try input.requiredString("model")
        // Embeddings are always the device's own: a name of an upstream is known, and not for this.
        guard try models.choice(model).path != .upstream else {
            throw APIError.unsupported("model", "embeddings come from the local encoder: use 'local' or 'auto'")
        }
        let texts = try Self.texts(input)
        let format = try input.string("encoding_format") ?? "float"
        guard format == "float" || format == "base64" else {
            throw APIError.invalid("'encoding_format' must be float or base64.", param: "encoding_format", code: "invalid_value")
        }
        let dimensions = try input.integer("dimensions", in: 1...1_000_000)
        let embedded: RequestPipeline.Embedded?
        do throws(PipelineError) { embedded = try await pipeline.embed(texts) } catch { throw APIError(error) }
        guard let embedded else { throw APIError.noRelease }
        if let dimensions, let first = embedded.vectors.first, Int(dimensions) != first.count {
            throw APIError.invalid("'dimensions' must be \(first.count), as the encoder's.", param: "dimensions", code: "out_of_range")
        }
        return JSONOutput.response(bytes: Self.body(embedded, model: model, inBase64: format == "base64"))
    }

    private static func texts(_ input: JSONInput) throws(APIError) -> [String] {
        guard let value = input.value("input") else {
            throw APIError.invalid("'input' is required.", param: "input", code: "missing_parameter")
        }
        var texts: [String] = []
        switch value {
        case .string(let text): texts = [text]
        case .array(let items):
            for (index, item) in items.enumerated() {
                switch item {
                case .string(let text): texts.append(text)
                case .integer, .array: throw APIError.unsupported("input", "token ids are another model's; send text")
                default: throw JSONInput.wrongType("input[\(index)]", "a string", item)
                }
            }
        default: throw JSONInput.wrongType("input", "a string or an array of strings", value)
        }
        guard (1...inputLimit).contains(texts.count) else {
            throw APIError.invalid("'input' must hold 1 to \(inputLimit) texts.", param: "input", code: "out_of_range")
        }
        guard texts.allSatisfy({ !$0.isEmpty }) else {
            throw APIError.invalid("'input' has an empty text.", param: "input", code: "empty_input")
        }
        return texts
    }

    /// Written by hand: a vector of 384 numbers through Codable takes longer than its encoding by the model.
    static func body(_ embedded: RequestPipeline.Embedded, model: String, inBase64: Bool) -> [UInt8] {
        var bytes = Array(#"{"object":"list","data":["#.utf8)
        for (index, vector) in embedded.vectors.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += #"{"object":"embedding","index":"#.utf8
            bytes += String(index).utf8
            bytes += #","embedding":"#.utf8
            if inBase64 {
                bytes.append(UInt8(ascii: "\""))
                bytes += base64(vector).utf8
                bytes.append(UInt8(ascii: "\""))
            } else {
                FloatWriter.append(vector, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
        bytes += #"],"model":"#.utf8
        bytes += JSONOutput.text(model).utf8
        bytes += #","usage":{"prompt_tokens":"#.utf8
        bytes += String(embedded.tokens).utf8
        bytes += #","total_tokens":"#.utf8
        bytes += String(embedded.tokens).utf8
        bytes += "}}".utf8
        return bytes
    }

    /// 32-bit floats, little endian, as OpenAI sends them.
    private static func base64(_ vector: [Float]) -> String {
        var data = Data(capacity: vector.count * 4)
        for value in vector { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        return data.base64EncodedString()
    }
}

/// Writes arrays of floats as JSON.
package enum FloatWriter {
    /// The shortest digits that read back as the same float.
    package static func append(_ vector: [Float], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, value) in vector.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            // JSON has no word for what is not finite.
            bytes += (value.isFinite ? value : 0).description.utf8
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
