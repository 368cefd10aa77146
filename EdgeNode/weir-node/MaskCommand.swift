import ArgumentParser
import FoundationEssentials
import Inference
import Privacy

struct MaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mask",
        abstract: "Takes personal data and secrets out of texts.",
        discussion: """
            Reads {"text":...} per line from standard input and prints {"masked":...,"spans":[{"type","start","end","score","rule"}]} for each. \
            Offsets count Unicode scalars of the text, the end excluded; types are Presidio's. Every line is a conversation of its own. A line \
            that is not such an object gives {"error":"..."} in its place and exit code 1 at the end.
            """)

    @Option(help: "A model file. Masking works by patterns and needs none; one that is named must be there.")
    var model: String?

    @Flag(help: "JSON lines in and out: the only form there is, and the default.")
    var json = false

    private struct Input: Decodable {
        var text: String
    }

    private struct Span: Encodable {
        var type: String
        var start: Int
        var end: Int
        var score: Float
        var rule: String
    }

    private struct Result: Encodable {
        var masked: String
        var spans: [Span]
    }

    func run() throws {
        if let model { _ = try Encoder.tokenizer(path: model) }
        let anonymizer = Anonymizer()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        var reader = LineReader()
        var bad = BadLines()
        while let lines = try reader.next() {
            for line in lines {
                guard let text = line.text, let input = try? JSONDecoder().decode(Input.self, from: Data(text.utf8)) else {
                    bad.report(line.number, "an object with a string 'text' is expected")
                    continue
                }
                var map = RestoreMap()
                let masking = anonymizer.mask(input.text, into: &map)
                let spans = masking.spans.map {
                    Span(type: $0.entity.rawValue, start: $0.start, end: $0.end, score: $0.score, rule: $0.rule)
                }
                Output.line(String(decoding: try encoder.encode(Result(masked: masking.masked.text, spans: spans)), as: UTF8.self))
            }
        }
        try bad.finish()
    }
}
